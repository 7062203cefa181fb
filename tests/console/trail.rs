//! Invitations, the audit log, messages.
