//! Users in numbers: the list, adding, many at once, import.

mod lists;
