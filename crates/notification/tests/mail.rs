//! Mails as people and servers get them.

mod mail {
    //! The parts.

    mod files;
    mod given;
    mod rendering;
    mod sink;
    mod smtp;
    mod tls;
}
