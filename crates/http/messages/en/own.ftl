# Oneself.
