//! Pictures: looked at, judged by the rules, made anew. Of an upload nothing is kept but its pixels.
//!
//! What a file is, its content says, never its name. Its header is read before a byte of memory is taken for
//! pixels; pixels are made off the threads that answer, so many at a time as there are cores.

use crate::error::Error;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba, RgbaImage,
    codecs::jpeg::JpegEncoder,
    imageops::{self, FilterType},
    metadata::Orientation,
};
use sha2::{Digest, Sha256};
use std::{fmt::Write, io::Cursor, sync::Arc, thread, time::Duration};
use tenure_domain::{
    policy::{PhotoSize, PhotoType},
    value::PhotoDigest,
    work::PhotoUpload,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};

/// The most memory for the pixels of one picture: 16 megapixels with four bytes each.
const MOST_MEMORY: u64 = 64 * 1024 * 1024;
/// How good the stored JPEG is, of 100.
const QUALITY: u8 = 85;
/// Whoever waits longer is told to come again.
const DEADLINE: Duration = Duration::from_secs(2);

/// Where pictures are made; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Studio(Arc<Semaphore>);

impl Default for Studio {
    fn default() -> Self {
        let places = thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new(places)))
    }
}

/// An upload with a place in the studio.
#[derive(Debug)]
pub(crate) struct Sitting {
    file: Arc<[u8]>,
    _place: OwnedSemaphorePermit,
}

impl Studio {
    /// Waits for a place.
    ///
    /// # Errors
    /// [`Error::Busy`] when none is free in time.
    pub(crate) async fn admit(&self, file: Vec<u8>) -> Result<Sitting, Error> {
        let place = tokio::time::timeout(DEADLINE, Arc::clone(&self.0).acquire_owned()).await;
        let place = place.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
        Ok(Sitting {
            file: file.into(),
            _place: place,
        })
    }
}

impl Sitting {
    /// What the file is by its header, with no picture made of it yet. `None`: nothing that can be read.
    pub(crate) async fn look(&self) -> Option<PhotoUpload> {
        self.work(look).await
    }

    /// The picture made anew in this size. `None`: nothing that can be read.
    pub(crate) async fn make(&self, seen: PhotoUpload, size: PhotoSize) -> Option<PhotoUpload> {
        let jpeg = self.work(move |file| make(file, size)).await?;
        Some(PhotoUpload {
            digest: digest(&jpeg)?,
            jpeg: jpeg.into(),
            ..seen
        })
    }

    /// A decoder that panics has met a file that it cannot read.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&[u8]) -> Option<T> + Send + 'static,
    ) -> Option<T> {
        let file = Arc::clone(&self.file);
        let done = spawn_blocking(move || work(&file)).await;
        done.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "a picture could not be read");
            None
        })
    }
}

/// A reader of the file, which has read no more than the header.
fn open(file: &[u8]) -> Option<(PhotoType, impl ImageDecoder)> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(file));
    reader.limits(limits);
    let reader = reader.with_guessed_format().ok()?;
    let formats = [
        (ImageFormat::Jpeg, PhotoType::Jpeg),
        (ImageFormat::Png, PhotoType::Png),
        (ImageFormat::Gif, PhotoType::Gif),
        (ImageFormat::WebP, PhotoType::Webp),
    ];
    let found = reader.format()?;
    let (_, kind) = formats.into_iter().find(|(format, _)| *format == found)?;
    Some((kind, reader.into_decoder().ok()?))
}

fn look(file: &[u8]) -> Option<PhotoUpload> {
    let (kind, mut decoder) = open(file)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = match lies_on_its_side(orientation(&mut decoder)) {
        true => (height, width),
        false => (width, height),
    };
    let size = match (u16::try_from(width), u16::try_from(height)) {
        (Ok(width), Ok(height)) => PhotoSize { width, height },
        // Beyond what is counted is beyond every limit.
        _ => PhotoSize {
            width: u16::MAX,
            height: u16::MAX,
        },
    };
    Some(PhotoUpload {
        kind,
        size,
        bytes: u64::try_from(file.len()).unwrap_or(u64::MAX),
        digest: digest(file)?,
        jpeg: [].into(),
    })
}

/// Cut to the shape and scaled to the size, upright, on white, without anything else that was in the file.
fn make(file: &[u8], PhotoSize { width, height }: PhotoSize) -> Option<Vec<u8>> {
    let (_, mut decoder) = open(file)?;
    if decoder.total_bytes() > MOST_MEMORY {
        return None;
    }
    let orientation = orientation(&mut decoder);
    let (width, height) = (u32::from(width), u32::from(height));
    let (wide, high) = match lies_on_its_side(orientation) {
        true => (height, width),
        false => (width, height),
    };
    let whole = DynamicImage::from_decoder(decoder).ok()?;
    let mut small = cut(whole, wide, high).resize_exact(wide, high, FilterType::Lanczos3);
    small.apply_orientation(orientation);
    let mut paper = RgbaImage::from_pixel(width, height, Rgba([u8::MAX; 4]));
    imageops::overlay(&mut paper, &small.to_rgba8(), 0, 0);
    let rgb = DynamicImage::ImageRgba8(paper).to_rgb8();
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    encoder.encode_image(&rgb).ok()?;
    Some(jpeg)
}

/// How the picture is held; one that does not say is upright.
fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn lies_on_its_side(orientation: Orientation) -> bool {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => true,
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
    }
}

/// The largest middle part of this shape. Cut before it is scaled: a strip would grow to any size otherwise.
fn cut(whole: DynamicImage, width: u32, height: u32) -> DynamicImage {
    let (has, had) = (whole.width(), whole.height());
    let share = |of: u32, part: u32, whole: u32| {
        let long = u64::from(of) * u64::from(part) / u64::from(whole.max(1));
        u32::try_from(long).unwrap_or(u32::MAX).max(1)
    };
    let wide = Ord::min(has, share(had, width, height));
    let high = Ord::min(had, share(has, height, width));
    if (wide, high) == (has, had) {
        return whole;
    }
    whole.crop_imm((has - wide) / 2, (had - high) / 2, wide, high)
}

fn digest(bytes: &[u8]) -> Option<PhotoDigest> {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").ok()?;
    }
    PhotoDigest::parse(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::{look, make};
    use image::{DynamicImage, ImageFormat, ImageReader, Rgb, RgbImage, Rgba, RgbaImage};
    use std::io::Cursor;
    use tenure_domain::policy::{PhotoSize, PhotoType};

    fn size(width: u16, height: u16) -> PhotoSize {
        PhotoSize { width, height }
    }

    fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        picture.into().write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    /// Red on the left, blue on the right.
    fn two_colours() -> RgbImage {
        let colour = |x| if x < 32 { [255, 0, 0] } else { [0, 0, 255] };
        RgbImage::from_fn(64, 32, |x, _| Rgb(colour(x)))
    }

    fn read(jpeg: &[u8]) -> RgbImage {
        let reader = ImageReader::with_format(Cursor::new(jpeg), ImageFormat::Jpeg);
        reader.decode().unwrap().to_rgb8()
    }

    fn is_red(pixel: Rgb<u8>) -> bool {
        pixel.0[0] > 200 && pixel.0[2] < 60
    }

    /// A JPEG whose EXIF data say how it was held, and where it was taken.
    fn held(orientation: u8) -> Vec<u8> {
        let jpeg = file(two_colours(), ImageFormat::Jpeg);
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"GPS 52.52 13.40");
        let mut whole = jpeg[..2].to_vec();
        whole.extend([0xFF, 0xE1, 0, u8::try_from(exif.len() + 2).unwrap()]);
        whole.extend(exif);
        whole.extend(&jpeg[2..]);
        whole
    }

    /// The beginning of a PNG that says it is so large.
    fn boast(width: u32, height: u32) -> Vec<u8> {
        let mut chunk = b"IHDR".to_vec();
        chunk.extend(width.to_be_bytes());
        chunk.extend(height.to_be_bytes());
        chunk.extend([8, 6, 0, 0, 0]);
        let crc = chunk.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 {
                    (crc >> 1) ^ 0xEDB8_8320
                } else {
                    crc >> 1
                }
            })
        });
        let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
        file.extend(chunk);
        file.extend((!crc).to_be_bytes());
        // An IDAT that holds nothing.
        file.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
        file
    }

    #[test]
    fn the_content_says_what_a_picture_is() {
        let picture = || RgbaImage::from_pixel(3, 2, Rgba([1, 2, 3, 255]));
        for (format, kind) in [
            (ImageFormat::Png, PhotoType::Png),
            (ImageFormat::Gif, PhotoType::Gif),
            (ImageFormat::WebP, PhotoType::Webp),
        ] {
            let file = file(picture(), format);
            let seen = look(&file).unwrap();
            assert_eq!((seen.kind, seen.size), (kind, size(3, 2)));
            assert_eq!(seen.bytes, file.len() as u64);
            assert!(make(&file, size(10, 10)).is_some(), "{kind:?}");
        }
        let jpeg = look(&file(two_colours(), ImageFormat::Jpeg)).unwrap();
        assert_eq!((jpeg.kind, jpeg.size), (PhotoType::Jpeg, size(64, 32)));
    }

    #[test]
    fn what_is_no_picture_is_not_read() {
        let half = file(two_colours(), ImageFormat::Png);
        for text in [
            "",
            "GIF89a/*",
            "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "<!doctype html><script>alert(1)</script>",
            "BM",
        ] {
            assert!(look(text.as_bytes()).is_none(), "{text}");
            assert!(make(text.as_bytes(), size(10, 10)).is_none(), "{text}");
        }
        assert!(make(&half[..half.len() / 2], size(10, 10)).is_none());
    }

    #[test]
    fn a_picture_is_stored_upright_as_a_jpeg_of_the_wanted_size_without_anything_else() {
        let upright = make(&held(1), size(64, 32)).unwrap();
        assert!(is_red(*read(&upright).get_pixel(5, 16)));
        let turned = held(6);
        assert_eq!(look(&turned).unwrap().size, size(32, 64));
        let stored = make(&turned, size(32, 64)).unwrap();
        let picture = read(&stored);
        assert_eq!(picture.dimensions(), (32, 64));
        assert!(is_red(*picture.get_pixel(16, 5)) && !is_red(*picture.get_pixel(16, 58)));
        let holds = |text: &[u8]| stored.windows(text.len()).any(|part| part == text);
        assert!(!holds(b"Exif") && !holds(b"GPS"));
    }

    #[test]
    fn the_middle_is_kept_and_what_shines_through_is_white() {
        let strip = RgbImage::from_fn(90, 30, |x, _| {
            Rgb(if (30..60).contains(&x) {
                [255, 0, 0]
            } else {
                [0, 0, 255]
            })
        });
        let stored = read(&make(&file(strip, ImageFormat::Png), size(20, 20)).unwrap());
        assert_eq!(stored.dimensions(), (20, 20));
        assert!(is_red(*stored.get_pixel(10, 10)) && is_red(*stored.get_pixel(3, 10)));
        let clear = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        let stored = read(&make(&file(clear, ImageFormat::Png), size(8, 8)).unwrap());
        assert!(
            stored
                .pixels()
                .all(|pixel| pixel.0.iter().all(|part| *part > 250))
        );
    }

    #[test]
    fn a_thin_strip_does_not_grow() {
        let strip = RgbImage::from_pixel(8_000, 1, Rgb([9, 9, 9]));
        let stored = make(&file(strip, ImageFormat::Png), size(256, 256)).unwrap();
        assert_eq!(read(&stored).dimensions(), (256, 256));
    }

    #[test]
    fn a_header_that_boasts_costs_nothing() {
        let large = boast(60_000, 60_000);
        assert_eq!(look(&large).unwrap().size, size(60_000, 60_000));
        assert!(make(&large, size(256, 256)).is_none());
        let beyond = look(&boast(100_000, 1)).unwrap();
        assert_eq!(beyond.size, size(u16::MAX, u16::MAX));
    }
}
