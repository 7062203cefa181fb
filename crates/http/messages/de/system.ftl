# The system itself.
