//! Pictures that a test uploads.

/// A gray JPEG of this size: every block of it is the same.
pub(crate) fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    file.extend([1; 64]);
    file.extend([0xFF, 0xC0, 0, 11, 8]);
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend([1, 1, 0x11, 0]);
    for table in [0x00, 0x10] {
        file.extend([0xFF, 0xC4, 0, 20, table, 1]);
        file.extend([0; 16]);
    }
    file.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);
    // A block is two bits: no difference, nothing more.
    let blocks = usize::from(width.div_ceil(8)) * usize::from(height.div_ceil(8));
    let mut scan = vec![0; (blocks * 2).div_ceil(8)];
    if blocks % 4 != 0 {
        *scan.last_mut().unwrap() = 0xFF >> (blocks % 4 * 2);
    }
    file.extend(scan);
    file.extend([0xFF, 0xD9]);
    file
}
