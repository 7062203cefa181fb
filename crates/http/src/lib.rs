//! The HTTP face: the JSON API and the pages behind the links.
