//! Users in numbers: the list, adding, many at once, import.

mod adding;
mod importing;
mod kinds;
mod lists;
mod reach;
mod several;
