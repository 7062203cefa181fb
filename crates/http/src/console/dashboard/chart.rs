//! Pictures of numbers. The library draws with colours that stand in for the theme's: each becomes the name of one of
//! the stylesheet's, so that the same picture is right in light and dark. The numbers stand in a table beside it, so
//! nobody needs the picture.

use askama::filters::HtmlSafe;
use plotters::{
    coord::Shift,
    prelude::{
        AreaSeries, ChartBuilder, Circle, Color, DrawingArea, IntoDrawingArea, LineSeries,
        PathElement, RGBColor, Rectangle, SVGBackend,
    },
    style::{IntoFont, TextStyle},
};
use std::fmt;

/// The stylesheet's colours, each with what stands in for it while a picture is drawn.
const COLOURS: [(&str, RGBColor); 11] = [
    ("text", RGBColor(1, 1, 1)),
    ("muted", RGBColor(2, 2, 2)),
    ("line", RGBColor(3, 3, 3)),
    ("green", RGBColor(4, 4, 4)),
    ("red", RGBColor(5, 5, 5)),
    ("orange", RGBColor(6, 6, 6)),
    ("gray", RGBColor(7, 7, 7)),
    ("purple", RGBColor(8, 8, 8)),
    ("blue", RGBColor(9, 9, 9)),
    ("teal", RGBColor(10, 10, 10)),
    ("card", RGBColor(11, 11, 11)),
];
const FONT: &str = "sans-serif";

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A picture that was drawn here: markup with nothing of anybody else's in it but escaped names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture(String);

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Picture {}

/// What a picture is drawn on: twice, so that its letters are large enough to be read wherever it stands. The stylesheet
/// shows the one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sheet {
    Wide,
    Slim,
}

impl Sheet {
    fn class(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Slim => "slim",
        }
    }

    fn width(self) -> u32 {
        match self {
            Self::Wide => 460,
            Self::Slim => 280,
        }
    }
}

/// Numbers that belong together, one for each place on the axis.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) name: String,
    /// One of the stylesheet's colours.
    pub(super) colour: &'static str,
    pub(super) values: Vec<u64>,
}

pub(super) fn colour(name: &str) -> RGBColor {
    let mut all = COLOURS.iter();
    all.find(|(known, _)| *known == name)
        .map_or(RGBColor(1, 1, 1), |(_, stand_in)| *stand_in)
}

pub(super) fn text(size: i32, name: &str) -> TextStyle<'static> {
    let colour = colour(name);
    (FONT, size).into_font().color(&colour)
}

/// A picture on both sheets. One that cannot be drawn is left out: the table says it all.
pub(super) fn both(draw: impl Fn(Sheet) -> Option<Picture>) -> Option<Picture> {
    let (Picture(wide), Picture(slim)) = (draw(Sheet::Wide)?, draw(Sheet::Slim)?);
    Some(Picture(wide + &slim))
}

/// Draws, and puts the theme's colours in.
pub(super) fn drawn(
    sheet: Sheet,
    height: u32,
    draw: impl FnOnce(&Area<'_>) -> Option<()>,
) -> Option<Picture> {
    let (class, width) = (sheet.class(), sheet.width());
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        draw(&area)?;
        area.present().ok()?;
    }
    for (name, stand_in) in COLOURS {
        let RGBColor(red, green, blue) = stand_in;
        svg = svg.replace(
            &format!("\"#{red:02X}{green:02X}{blue:02X}\""),
            &format!("\"var(--{name})\""),
        );
    }
    let size = format!("<svg width=\"{width}\" height=\"{height}\"");
    let open = format!("<svg class=\"chart {class}\" aria-hidden=\"true\" focusable=\"false\"");
    Some(Picture(svg.replacen(&size, &open, 1)))
}

/// A bar for each number, its name before or above it and the number behind.
pub(super) fn bars(rows: &[(String, &'static str, u64)]) -> Option<Picture> {
    both(|sheet| bars_on(sheet, rows))
}

fn bars_on(sheet: Sheet, rows: &[(String, &'static str, u64)]) -> Option<Picture> {
    // How far rows are apart; where bars begin and how long they may be; how far below its name a bar is.
    let (step, left, longest, below) = match sheet {
        Sheet::Wide => {
            let names = rows.iter().map(|(name, _, _)| breadth(name) + 10);
            let left = names.max()?.clamp(150, 240);
            (34, left, u64::from((390 - left).unsigned_abs()), 0)
        }
        Sheet::Slim => (54, 0, 225, 20),
    };
    let most = rows.iter().map(|(_, _, value)| *value).max()?.max(1);
    let height = i32::try_from(rows.len()).ok()? * step;
    drawn(sheet, height.unsigned_abs(), |area| {
        for (row, (name, shade, value)) in (0..).zip(rows) {
            let top = row * step;
            let full = i32::try_from(value * longest / most).ok()?.max(2);
            let bar_top = top + below + 5;
            let bar = [(left, bar_top), (left + full, bar_top + 22)];
            area.draw(&Rectangle::new(bar, colour(shade).filled()))
                .ok()?;
            let name_top = if below == 0 { top + 9 } else { top + 5 };
            area.draw_text(name, &text(19, "text"), (0, name_top))
                .ok()?;
            let number = (left + full + 10, bar_top + 4);
            area.draw_text(&value.to_string(), &text(19, "muted"), number)
                .ok()?;
        }
        Some(())
    })
}

/// A line for each series over the same days, named below.
pub(super) fn lines(days: &[String], series: &[Series]) -> Option<Picture> {
    both(|sheet| lines_on(sheet, days, series))
}

fn lines_on(sheet: Sheet, days: &[String], series: &[Series]) -> Option<Picture> {
    let last = i32::try_from(days.len()).ok()? - 1;
    let values = series.iter().flat_map(|one| &one.values);
    let most = values.max().copied().unwrap_or(0).max(4);
    let most = i32::try_from(most).ok()?;
    let (named, left) = match sheet {
        Sheet::Wide => (5, 40),
        Sheet::Slim => (3, 30),
    };
    drawn(sheet, 200 + legend_height(sheet, series)?, |area| {
        let (above, below) = area.split_vertically(200);
        let mut chart = ChartBuilder::on(&above)
            .margin(8)
            .x_label_area_size(28)
            .y_label_area_size(left)
            .build_cartesian_2d(0..last, 0..most)
            .ok()?;
        let name = |day: &i32| usize::try_from(*day).ok().and_then(|day| days.get(day));
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(colour("line"))
            .light_line_style(colour("line").mix(0.0))
            .axis_style(colour("line"))
            .x_labels(named)
            .y_labels(4)
            .x_label_formatter(&|day| name(day).cloned().unwrap_or_default())
            .label_style(text(17, "muted"))
            .draw()
            .ok()?;
        for one in series {
            let shade = colour(one.colour);
            let values = one.values.iter();
            let points = (0..).zip(values.filter_map(|value| i32::try_from(*value).ok()));
            let points = points.collect::<Vec<(i32, i32)>>();
            let area = AreaSeries::new(points.iter().copied(), 0, shade.mix(0.12));
            chart.draw_series(area).ok()?;
            let line = LineSeries::new(points.iter().copied(), shade.stroke_width(2));
            chart.draw_series(line).ok()?;
            let end = points
                .last()
                .map(|point| Circle::new(*point, 3, shade.filled()));
            chart.draw_series(end).ok()?;
        }
        legend(sheet, &below, series)
    })
}

/// How much room a name needs at least, by the number of its letters: no font is at hand to be asked.
fn breadth(name: &str) -> i32 {
    i32::try_from(name.chars().count()).map_or(i32::MAX / 2, |letters| letters.saturating_mul(10))
}

/// Where each name begins: beside the one before it, or below where there is no room left.
fn places(sheet: Sheet, series: &[Series]) -> Option<Vec<(i32, i32)>> {
    let room = i32::try_from(sheet.width()).ok()?;
    let (mut left, mut top) = (8, 0);
    let mut places = Vec::new();
    for one in series {
        let end = left + 24 + breadth(&one.name);
        if left > 8 && end > room {
            (left, top) = (8, top + 22);
        }
        places.push((left, top));
        left += 40 + breadth(&one.name);
    }
    Some(places)
}

fn legend_height(sheet: Sheet, series: &[Series]) -> Option<u32> {
    let places = places(sheet, series)?;
    let (_, last) = places.last()?;
    Some(last.unsigned_abs() + 30)
}

fn legend(sheet: Sheet, area: &Area<'_>, series: &[Series]) -> Option<()> {
    for (one, (left, top)) in series.iter().zip(places(sheet, series)?) {
        let mark = [(left, top + 12), (left + 18, top + 12)];
        let shade = colour(one.colour).stroke_width(3);
        area.draw(&PathElement::new(mark, shade)).ok()?;
        area.draw_text(&one.name, &text(18, "text"), (left + 24, top + 4))
            .ok()?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Picture, Series, Sheet, bars, breadth, legend_height, lines, places};

    #[test]
    fn a_picture_has_the_colours_of_the_theme_and_nothing_inline() {
        let bars = bars(&[
            ("Active".to_owned(), "green", 12),
            ("Blocked".to_owned(), "purple", 0),
        ])
        .unwrap();
        let failed = Series {
            name: "Failed".to_owned(),
            colour: "red",
            values: vec![0, 3, 7],
        };
        let days = ["1 Nov", "2 Nov", "3 Nov"].map(str::to_owned);
        let lines = lines(&days, &[failed]).unwrap();
        for Picture(picture) in [bars, lines] {
            for sheet in ["wide", "slim"] {
                let begin = format!("<svg class=\"chart {sheet}\" aria-hidden=\"true\"");
                assert_eq!(picture.matches(&begin).count(), 1, "{picture}");
            }
            assert!(picture.contains("var(--"), "{picture}");
            for forbidden in ["=\"#", "style=", "<script"] {
                assert!(!picture.contains(forbidden), "{forbidden} in {picture}");
            }
        }
    }

    #[test]
    fn names_in_a_picture_are_text_and_nothing_else() {
        let name = "<script>alert(1)</script>".to_owned();
        let Picture(picture) = bars(&[(name, "green", 1)]).unwrap();
        assert!(!picture.contains("<script"), "{picture}");
    }

    #[test]
    fn names_that_do_not_fit_beside_each_other_stand_below_each_other() {
        let names = [
            "Anmeldungen",
            "Fehlgeschlagene Anmeldungen",
            "Aussperrungen",
        ];
        let series = names.map(|name| Series {
            name: name.to_owned(),
            colour: "red",
            values: vec![1],
        });
        for sheet in [Sheet::Wide, Sheet::Slim] {
            let begin = places(sheet, &series).unwrap();
            for (name, (left, _)) in names.iter().zip(&begin) {
                let end = left + 24 + breadth(name);
                let room = i32::try_from(sheet.width()).unwrap();
                assert!(*left == 8 || end <= room, "{name} ends at {end}");
            }
            let mut apart = begin.clone();
            apart.dedup();
            assert_eq!(apart, begin);
        }
        assert!(legend_height(Sheet::Wide, &series) > legend_height(Sheet::Wide, &series[..1]));
    }

    #[test]
    fn where_there_is_nothing_to_draw_there_is_no_picture() {
        assert_eq!(bars(&[]), None);
    }
}
