# What happened, and what is on its way.
