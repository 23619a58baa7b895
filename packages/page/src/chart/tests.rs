//! Pictures can be read, stand alone, and hold no text that is more than text.

use ballast_math::{TimeRange, Timestamp};

use super::{Axis, Dot, Extent, Group, Ink, Note, Panel, Plot, Scatter, Series, Shape, Sheet, stairs};

const HOSTILE: &str = "\"/><script>a</script>";

#[test]
fn an_axis_holds_its_values_and_has_short_labels() {
    for (low, high) in [(0.0, 1.0), (-3.2e9, 7.7e9), (536_650_000.0, 536_871_000.0), (1e-7, 3e-7), (5.0, 5.0)]
    {
        let axis = Axis::amounts(low, high, 5);
        assert!(axis.range.start <= low && axis.range.end >= high, "{low} {high} {:?}", axis.range);
        assert!(axis.widest_label() <= 10, "{low} {high}");
    }
}

fn range(start: u64, end: u64) -> TimeRange {
    TimeRange { start: Timestamp::new(start), end: Timestamp::new(end) }
}

#[test]
fn an_axis_of_time_has_no_more_labels_than_asked_for() {
    const DAY: u64 = 86_400;
    for days in [1, 3, 20, 74, 75, 100, 365, 868, 4_000, 20_000] {
        for labels in [4, 5, 9] {
            let axis = Axis::dates(range(1_700_000_000, 1_700_000_000 + days * DAY), labels).unwrap();
            assert!(axis.labels() <= labels, "{days} days: {} labels", axis.labels());
        }
    }
    assert!(Extent::Time(range(0, u64::MAX)).axis(5).is_err());
}

#[test]
fn every_ink_has_a_colour_and_a_class_of_its_own() {
    let mut classes: Vec<String> = Ink::ALL.iter().map(|ink| ink.class()).collect();
    classes.sort_unstable();
    classes.dedup();
    assert_eq!(classes.len(), Ink::ALL.len());
    assert_eq!(Ink::GuardedArea.class(), "guardedarea");
}

#[test]
fn an_area_ends_at_zero_and_a_band_at_its_lower_line() {
    let area = Series::area(Ink::Minted, vec![(1.0, 2.0), (3.0, 4.0)]);
    assert_eq!(
        (area.shape, area.points),
        (Shape::Filled, vec![(1.0, 2.0), (3.0, 4.0), (3.0, 0.0), (1.0, 0.0)])
    );
    let band = Series::band(Ink::Today, vec![(1.0, 9.0), (2.0, 8.0)], vec![(1.0, 1.0), (2.0, 2.0)]);
    assert_eq!(band.points, [(1.0, 9.0), (2.0, 8.0), (2.0, 2.0), (1.0, 1.0)]);
    assert!(Series::area(Ink::Minted, vec![]).points.is_empty());
}

#[test]
fn stairs_go_on_where_the_level_stays() {
    let steps = [(0.0, 1.0, 5.0), (1.0, 2.0, 5.0), (2.0, 3.0, 7.0)];
    assert_eq!(stairs(steps), [(0.0, 5.0), (2.0, 5.0), (2.0, 7.0), (3.0, 7.0)]);
}

#[test]
fn a_plot_is_drawn_for_a_desk_and_for_a_phone_in_inks_of_the_style_sheet() {
    let plot = Plot {
        label: HOSTILE,
        height: 200,
        unit: HOSTILE,
        x: Extent::Time(range(1_700_000_000, 1_710_000_000)),
        y: Axis::amounts(0.0, 5_000.0, 4),
    };
    let points = vec![(1_700_000_000.0, 10.0), (1_710_000_000.0, 4_000.0)];
    let series = [Series::line(Ink::Net, 2.0, points.clone()), Series::area(Ink::Minted, points)];
    let html = plot.html(&series).unwrap().into_string();
    assert_eq!(html.matches("<svg").count(), 2);
    assert_eq!(html.matches("</svg>").count(), 2);
    for part in ["plot wide", "plot narrow", "class=\"s-net\"", "class=\"f-minted\"", "thousand ", "2024-01"]
    {
        assert!(html.contains(part), "{part}\n{html}");
    }
    for part in ["#0100", "font-size", "<script", "\"/>&lt;script"] {
        assert!(!html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn a_sheet_stands_alone_and_says_its_units() {
    let panel = |range: (f64, f64)| {
        let points = vec![(1_700_000_000.0, range.0), (1_710_000_000.0, range.1 * 9.0)];
        let series = vec![
            Series::published("a < b", points.clone()),
            Series::replayed("c", points.clone()),
            Series::beside("d", points.clone()),
            Series::area(Ink::Restricted, points).named("e"),
        ];
        let notes = vec![Note { time: 1_705_000_000.0, value: range.1, words: "a note".to_owned() }];
        Panel { notes, height: 200, ..Panel::new("Burned", "tokens a day", range, series) }
    };
    let sheet = Sheet {
        title: "This & that".to_owned(),
        time: range(1_700_000_000, 1_710_000_000),
        panels: vec![panel((0.0, 5_000.0)), panel((-1.0, 2.0))],
        source: HOSTILE.to_owned(),
    };
    let svg = sheet.svg().unwrap();
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\""));
    assert!(svg.trim_end().ends_with("</svg>") && svg.matches("<svg").count() == 1);
    for said in ["<title>This &amp; that</title>", "Burned, thousand tokens a day", "a note", "2024-01"] {
        assert!(svg.contains(said), "{said}");
    }
    assert!(!svg.contains("a < b") && !svg.contains("<script"), "names are escaped");
}

#[test]
fn a_scatter_names_its_points_and_its_groups() {
    let dot = |x, marked| Dot { x, y: 3.0, name: HOSTILE.to_owned(), marked };
    let group = |name: &str| Group { name: name.to_owned(), dots: vec![dot(0.1, false), dot(10.0, true)] };
    let scatter = Scatter {
        title: "What it costs".to_owned(),
        x: ("trips".to_owned(), 0.05..50.0),
        y: ("days".to_owned(), 0.0..16.0),
        groups: ["one", "two", "three", "four", "five"].map(group).to_vec(),
    };
    let svg = scatter.svg().unwrap();
    assert!(["What it costs", "trips", "days", "five"].into_iter().all(|said| svg.contains(said)));
    assert!(!svg.contains("<script"));
}
