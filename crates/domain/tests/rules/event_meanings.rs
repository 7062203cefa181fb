//! What each event says, in one sentence: the text of the document on events.

/// Code and meaning, in the order of a user's life.
pub(crate) const MEANINGS: &[(&str, &str)] = &[
    ("user.registered", "A user came to be, Pending or Active."),
    (
        "invitation.sent",
        "An invitation's link went out; `renewal` when expiry alone made it.",
    ),
    ("invitation.expired", "The invitation's link died of age."),
    ("invitation.revoked", "The invitation's link was killed."),
    ("invitation.accepted", "The invitee set a password."),
    (
        "user.activated",
        "Access was given or given back; a block underneath stays in force.",
    ),
    (
        "user.returned_to_pending",
        "The user has no credential and waits for an invitation again.",
    ),
    (
        "user.deactivated",
        "Access rests; a block is carried along.",
    ),
    ("user.blocked", "An administrator keeps the user out."),
    (
        "user.locked_out",
        "Too many failed log-ins keep the user out.",
    ),
    (
        "user.lockout_released",
        "An administrator released a lockout, whose time must still pass.",
    ),
    ("user.unblocked", "A block or lockout is over."),
    (
        "password.set_by_administrator",
        "An administrator set a password that lasts.",
    ),
    (
        "password.temporary_set",
        "An administrator set a password that must be changed.",
    ),
    ("password.changed", "The user set a new password."),
    (
        "password.reset_requested",
        "A link to set a new password went out.",
    ),
    (
        "credential.made_external",
        "The directory vouches for the user from now on.",
    ),
    (
        "credential.external_removed",
        "The directory does not vouch for the user any more.",
    ),
    (
        "email.change_requested",
        "A new e-mail address waits for its confirmation.",
    ),
    ("email.changed", "The e-mail address changed."),
    (
        "user.updated",
        "Names, phone or other fields of the profile changed.",
    ),
    (
        "user.validity_changed",
        "From when until when the account counts was changed.",
    ),
    (
        "role.granted",
        "A role was given, or given with other dates.",
    ),
    ("role.revoked", "A role was taken away."),
    (
        "organizations.changed",
        "The user is a member of other organizations; roles in those that were left are gone.",
    ),
    ("user.deleted", "The user was marked as gone."),
    ("user.restored", "A deleted user came back, Inactive."),
    ("user.purged", "The user's row is gone; only events remain."),
    ("user.anonymized", "The person's data were masked for good."),
    (
        "favourites.changed",
        "Other favourites are pinned; the next log-in applies them.",
    ),
    (
        "capabilities.changed",
        "The user is shown as a picker, or is not any more.",
    ),
    ("days_off.changed", "The user is away at other times."),
    ("facilities.changed", "The user works at other facilities."),
    (
        "product_stores.changed",
        "The user works for other product stores.",
    ),
    (
        "facility_log_in.set",
        "The user got a user name and a PIN that count at one facility.",
    ),
    (
        "facility_log_in.removed",
        "The user name and the PIN of a facility count no more.",
    ),
    (
        "position.changed",
        "The user holds another position, in no department yet.",
    ),
    (
        "department.changed",
        "The user's position is in another department.",
    ),
    ("photo.set", "The user has another picture."),
    ("photo.removed", "The user has no picture any more."),
    (
        "upload.recorded",
        "A file that the user uploaded was taken.",
    ),
    ("sessions.ended", "Every session of the user was ended."),
    (
        "user.last_admin_kept",
        "The last administrator would have been deactivated by himself and was not.",
    ),
    ("log_in.succeeded", "The user logged in."),
    ("log_in.failed", "A log-in was refused."),
    (
        "log_in.password_change_required",
        "The right password, which must be changed before anything else.",
    ),
    (
        "log_in.authorization_failed",
        "The right password, but the role for it is lacking.",
    ),
    (
        "facility_log_in.succeeded",
        "The user logged in at a facility.",
    ),
    (
        "facility_log_in.failed",
        "A log-in at a facility was refused.",
    ),
    (
        "facility_log_in.authorization_failed",
        "The right PIN, but the role for it is lacking.",
    ),
    (
        "facility_log_in.locked_out",
        "Too many wrong PINs keep the user out of a facility for a while.",
    ),
];
