//! Mails as people and servers get them.

#[cfg(test)]
mod mail {
    //! The parts.

    mod files;
    mod given;
    mod rendering;
    mod sink;
    mod smtp;
    mod tls;
}
