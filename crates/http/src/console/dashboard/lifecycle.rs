//! The statuses of the tenant's rules and the ways between them.

use super::chart::{Area, Picture, Sheet, both, colour, drawn, text};
use crate::console::{Shell, Visit};
use plotters::{
    prelude::{PathElement, Polygon, Rectangle, Text},
    style::{
        Color,
        text_anchor::{HPos, Pos, VPos},
    },
};
use std::collections::BTreeSet;
use tenure_domain::{Transitions, lifecycle::Status};

/// Where something is in a picture.
type Point = (i32, i32);

/// Half of a box.
const HALF: (i32, i32) = (52, 18);
/// Where each status stands: on the wide sheet, and on the slim one, so that no way leads through a third box.
const PLACES: [(&str, Point, Point); 5] = [
    ("pending", (62, 60), (140, 56)),
    ("active", (230, 60), (55, 122)),
    ("blocked", (398, 60), (225, 122)),
    ("inactive", (145, 190), (66, 260)),
    ("deleted", (315, 190), (214, 260)),
];

/// The statuses and what leads from one to another.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) picture: Option<Picture>,
    /// From, to, and by what.
    pub(super) rows: Vec<(String, String, String)>,
}

impl Life {
    pub(super) fn of(visit: &Visit, shell: &Shell, found: &Transitions) -> Self {
        let policy = &visit.session.tenant.policy;
        let name = |status: Option<Status>, otherwise: &str| match status {
            Some(status) => shell.name("status", status.code()),
            None => shell.say(otherwise),
        };
        let rows = found.iter().map(|((from, to), causes)| {
            let causes = causes.iter().map(|cause| shell.name("way", cause.code()));
            let causes = causes.collect::<Vec<_>>().join(", ");
            (
                name(*from, "dashboard-new"),
                name(*to, "dashboard-gone"),
                causes,
            )
        });
        let ways = found
            .keys()
            .filter_map(|(from, to)| Some(((*from)?, (*to)?)));
        let ways = ways.collect::<Vec<_>>();
        let begins = found.keys();
        let begins = begins.filter_map(|(from, to)| from.is_none().then_some(*to)?);
        let begins = begins.collect::<Vec<_>>();
        let known = found.keys().filter_map(|(_, to)| *to);
        let known = known.collect::<BTreeSet<_>>();
        let colours = policy.list.status_colours;
        let boxes = known.into_iter().map(|status| {
            let name = shell.name("status", status.code());
            (status, name, colours.of(status).code())
        });
        let boxes = boxes.collect::<Vec<_>>();
        let picture = both(|sheet| {
            let height = match sheet {
                Sheet::Wide => 225,
                Sheet::Slim => 290,
            };
            drawn(sheet, height, |area| {
                for (from, to) in &ways {
                    let back = ways.contains(&(*to, *from));
                    arrow(area, place(sheet, *from)?, place(sheet, *to)?, back)?;
                }
                for status in &begins {
                    let (x, y) = place(sheet, *status)?;
                    arrow_head(area, ((x, y - HALF.1 - 22), (x, y - HALF.1)))?;
                }
                let mut boxes = boxes.iter();
                boxes.try_for_each(|(status, name, shade)| {
                    draw_box(area, (name.as_str(), *shade, place(sheet, *status)?))
                })
            })
        });
        Self {
            picture,
            rows: rows.collect(),
        }
    }
}

fn place(sheet: Sheet, status: Status) -> Option<Point> {
    let mut all = PLACES.iter();
    let (_, wide, slim) = all.find(|(known, _, _)| *known == status.code())?;
    Some(match sheet {
        Sheet::Wide => *wide,
        Sheet::Slim => *slim,
    })
}

fn draw_box(area: &Area<'_>, (name, shade, (x, y)): (&str, &str, (i32, i32))) -> Option<()> {
    let corners = [(x - HALF.0, y - HALF.1), (x + HALF.0, y + HALF.1)];
    area.draw(&Rectangle::new(corners, colour("card").filled()))
        .ok()?;
    area.draw(&Rectangle::new(corners, colour(shade).stroke_width(2)))
        .ok()?;
    let middle = text(18, shade).pos(Pos::new(HPos::Center, VPos::Center));
    area.draw(&Text::new(name.to_owned(), (x, y), middle)).ok()
}

/// From the edge of one box to that of another, a little aside where there is a way back.
fn arrow(area: &Area<'_>, from: (i32, i32), to: (i32, i32), back: bool) -> Option<()> {
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = dx.hypot(dy);
    let aside = if back { 6.0 } else { 0.0 };
    let shift = (-dy / length * aside, dx / length * aside);
    let edge = |x: f64, y: f64| {
        let across = f64::from(HALF.0 + 3) / x.abs().max(0.001);
        let down = f64::from(HALF.1 + 3) / y.abs().max(0.001);
        across.min(down)
    };
    let reach = edge(dx, dy);
    let at = |base: (i32, i32), part: f64| {
        let x = f64::from(base.0) + dx * part + shift.0;
        let y = f64::from(base.1) + dy * part + shift.1;
        (rounded(x), rounded(y))
    };
    arrow_head(area, (at(from, reach), at(to, -reach)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a place within the picture"
)]
fn rounded(value: f64) -> i32 {
    value.round() as i32
}

fn arrow_head(area: &Area<'_>, (from, to): ((i32, i32), (i32, i32))) -> Option<()> {
    let shade = colour("muted");
    area.draw(&PathElement::new([from, to], shade.stroke_width(2)))
        .ok()?;
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / length, dy / length);
    let corner = |side: f64| {
        let x = f64::from(to.0) - ux * 9.0 - uy * 5.0 * side;
        let y = f64::from(to.1) - uy * 9.0 + ux * 5.0 * side;
        (rounded(x), rounded(y))
    };
    area.draw(&Polygon::new(vec![to, corner(1.0), corner(-1.0)], shade))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::{HALF, PLACES, place};
    use crate::console::dashboard::chart::Sheet;
    use tenure_domain::lifecycle::Status;

    #[test]
    fn no_way_leads_through_the_box_of_a_third_status() {
        for sheet in [Sheet::Wide, Sheet::Slim] {
            let at = |status: Status| place(sheet, status).unwrap();
            for (from, to, third) in Status::ALL.iter().flat_map(|from| {
                let pairs = Status::ALL.iter().map(move |to| (*from, *to));
                pairs.flat_map(|(from, to)| Status::ALL.map(|third| (from, to, third)))
            }) {
                // Nobody is blocked before he ever was active, nor the other way round.
                let ends = [from, to];
                let never = ends.contains(&Status::Pending) && ends.contains(&Status::Blocked);
                if never || from == to || ends.contains(&third) {
                    continue;
                }
                let ((x1, y1), (x2, y2), (x, y)) = (at(from), at(to), at(third));
                for part in 0..=500 {
                    let across = x1 + (x2 - x1) * part / 500 - x;
                    let down = y1 + (y2 - y1) * part / 500 - y;
                    let free = across.abs() > HALF.0 || down.abs() > HALF.1;
                    assert!(free, "{sheet:?}: {from:?} to {to:?} through {third:?}");
                }
            }
        }
        assert_eq!(PLACES.len(), Status::ALL.len());
    }
}
