# Users in numbers.
