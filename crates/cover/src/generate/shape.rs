/// How large a made-up school is and how bad its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Everybody who may be asked.
    pub staff: usize,
    /// How many of them are employed to cover.
    pub cover_supervisors: usize,
    /// How many are booked from outside.
    pub supply: usize,
    /// How many lead the school.
    pub leaders: usize,
    /// How many teachers are away each day.
    pub absent: usize,
    /// How many lessons need cover in each period.
    pub lessons: Vec<usize>,
}

impl Shape {
    /// 120 staff, 10 of them away, 50 lessons.
    pub fn ordinary_day() -> Self {
        Self { staff: 120, cover_supervisors: 5, supply: 3, leaders: 9, absent: 10, lessons: vec![8, 8, 9, 9, 8, 8] }
    }

    /// 120 staff, 25 lessons in each of 6 periods.
    pub fn bad_day() -> Self {
        Self { staff: 120, cover_supervisors: 9, supply: 9, leaders: 9, absent: 30, lessons: vec![25; 6] }
    }

    /// 240 staff, 50 lessons in each of 6 periods.
    pub fn very_large_day() -> Self {
        Self { staff: 240, cover_supervisors: 18, supply: 18, leaders: 18, absent: 60, lessons: vec![50; 6] }
    }
}
