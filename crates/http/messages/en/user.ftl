# One user's page.
