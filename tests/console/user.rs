//! One user's page with its tabs, and what can be done with him.
