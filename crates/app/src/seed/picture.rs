//! Pictures for people whom there are not: a coloured square with a pattern of its own, the same left and right.

use super::chance::Chance;
use anyhow::Context;
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;
use tenure_domain::policy::{PhotoRules, PhotoSize, PhotoType};

/// The pattern has so many squares across and down.
const SQUARES: u32 = 5;
/// How large a picture is where the rules leave it open.
const SIDE: u16 = 120;

/// Grounds that white stands out on.
const GROUNDS: &[[u8; 3]] = &[
    [11, 93, 42],
    [122, 62, 0],
    [65, 71, 79],
    [91, 26, 139],
    [154, 26, 26],
    [11, 74, 158],
    [10, 85, 97],
    [133, 20, 95],
    [78, 88, 10],
    [52, 58, 64],
];

/// A picture that these rules accept; none where they accept none.
pub(super) fn draw(rules: &PhotoRules, chance: &mut Chance) -> anyhow::Result<Option<Vec<u8>>> {
    let format = if rules.types.contains(&PhotoType::Jpeg) {
        ImageFormat::Jpeg
    } else if rules.types.contains(&PhotoType::Png) {
        ImageFormat::Png
    } else {
        return Ok(None);
    };
    let size = rules.dimensions.unwrap_or(PhotoSize {
        width: SIDE,
        height: SIDE,
    });
    let (width, height) = (u32::from(size.width), u32::from(size.height));
    let ground = Rgb(chance.pick(GROUNDS));
    let half = SQUARES.div_ceil(2);
    let lit = (0..SQUARES * half).map(|_| chance.percent(55));
    let lit = lit.collect::<Vec<_>>();
    let is_lit = |x: u32, y: u32| {
        let column = square(x.min(width - 1 - x), width);
        let row = square(y, height);
        let (Some(column), Some(row)) = (column, row) else {
            return false;
        };
        let at = usize::try_from(row * half + column).unwrap_or_default();
        lit.get(at).copied().unwrap_or_default()
    };
    let picture = RgbImage::from_fn(width, height, |x, y| {
        if is_lit(x, y) {
            Rgb([245, 246, 248])
        } else {
            ground
        }
    });
    let mut file = Cursor::new(Vec::new());
    picture
        .write_to(&mut file, format)
        .context("a picture could not be drawn")?;
    Ok(Some(file.into_inner()))
}

/// In which square of the pattern a pixel lies, counted from the edge; none in the margin of half a square.
fn square(at: u32, side: u32) -> Option<u32> {
    let cell = (side / (SQUARES + 1)).max(1);
    let square = at.checked_sub(cell / 2)? / cell;
    (square < SQUARES).then_some(square)
}

#[cfg(test)]
mod tests {
    use super::{super::chance::Chance, draw};
    use tenure_domain::policy::presets;

    #[test]
    fn a_picture_is_of_the_kind_and_size_that_the_rules_ask_for_and_left_is_as_right() {
        let rules = &presets::shopp().identity.photo;
        let file = draw(rules, &mut Chance::seeded(7)).unwrap().unwrap();
        let picture = image::load_from_memory(&file).unwrap().to_luma8();
        assert_eq!(picture.dimensions(), (100, 100));
        let light = |x, y| picture.get_pixel(x, y).0[0] > 128;
        for y in (5..100).step_by(9) {
            for x in (5..50).step_by(9) {
                assert_eq!(light(x, y), light(99 - x, y), "at {x}, {y}");
            }
        }
    }

    #[test]
    fn where_users_have_no_pictures_none_is_drawn() {
        let rules = &presets::chord().identity.photo;
        assert_eq!(draw(rules, &mut Chance::seeded(7)).unwrap(), None);
    }
}
