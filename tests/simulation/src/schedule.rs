//! What happens in a run: everything is chosen from the seed before it begins, so that it can be told, repeated and shrunk.

use yundeck_sandbox::world::Ids;

/// A run: what the person does, what goes wrong with each act, and what the reads meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    pub seed: u64,
    /// The cloud's place in the registry.
    pub cloud: usize,
    /// Instances beyond the few that are always there.
    pub crowd: usize,
    pub steps: Vec<Step>,
    pub gusts: Vec<Gust>,
}

/// One thing that the person does, or that happens to the world meanwhile. Its number stays when others are dropped.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub number: u32,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Act(Act),
    Wait {
        seconds: u64,
    },
    Refresh,
    Cancel {
        act: u32,
    },
    LookAgain {
        act: u32,
    },
    AskAgain {
        act: u32,
    },
    /// Buys again what seemed to have failed, with the confirmation that is asked for.
    BuyAgain {
        act: u32,
    },
    /// Says of what turned up late that it is the order's, or is not.
    Recognise {
        yes: bool,
    },
    /// Ends the program and starts it again.
    Quit {
        down: u64,
    },
    /// Another window starts, and takes up what was left, too.
    ResumeAgain,
    /// Gives the account another key.
    Rekey,
    PriceMoves,
    /// The cloud forgets all tokens.
    ForgetTokens,
    /// This computer's clock is ahead of the cloud's for a while.
    Skew {
        seconds: i64,
        lasts: u64,
    },
    /// What is gone gives its id to the next.
    Recycle,
}

/// An act, with what goes wrong on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    pub kind: Kind,
    /// How many are ordered.
    pub count: u32,
    /// Orders of the same name are equal.
    pub name: u32,
    /// Picks the thing that it acts on, or the variant.
    pub pick: u64,
    /// Planned in the explorer.
    pub explored: bool,
    pub prepaid: bool,
    /// Confirmed twice at once.
    pub double_click: bool,
    /// The same order is planned twice before the first is confirmed, and both are confirmed.
    pub planned_twice: bool,
    /// Somebody else has just made the same.
    pub stranger: bool,
    /// The price moves between review and confirmation.
    pub price_moves: bool,
    /// Cancelled as soon as it was confirmed.
    pub cancelled: bool,
    /// What happens to the request, so many times.
    pub fault: Fault,
    pub times: u32,
    pub crash: Crash,
    /// For how many seconds the program does not run after the crash.
    pub down: u64,
    /// Seconds that some faults take.
    pub seconds: u64,
}

/// What kind of act it is, as far as the ways through the program differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Create,
    Action,
    Terminate,
    Image,
    KeyPair,
    Modify,
    Resize,
    Batch,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Create,
        Self::Action,
        Self::Terminate,
        Self::Image,
        Self::KeyPair,
        Self::Modify,
        Self::Resize,
        Self::Batch,
    ];
}

/// What happens to the request of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    None,
    /// Nobody listens: certainly not sent.
    Unreached,
    LostBefore,
    LostAfter,
    Cut,
    Garbled,
    Unavailable,
    UnavailableAfter,
    GatewayAfter,
    UnknownCode,
    UnknownCodeAfter,
    /// The cloud refuses it with a code that is known.
    Refused,
    Throttled,
    SlowBefore,
    SlowAfter,
    Late,
    Twice,
    Broken,
    Vanished,
    Partial,
}

impl Fault {
    pub const ALL: [Self; 20] = [
        Self::None,
        Self::Unreached,
        Self::LostBefore,
        Self::LostAfter,
        Self::Cut,
        Self::Garbled,
        Self::Unavailable,
        Self::UnavailableAfter,
        Self::GatewayAfter,
        Self::UnknownCode,
        Self::UnknownCodeAfter,
        Self::Refused,
        Self::Throttled,
        Self::SlowBefore,
        Self::SlowAfter,
        Self::Late,
        Self::Twice,
        Self::Broken,
        Self::Vanished,
        Self::Partial,
    ];

    /// Whether it can strike an act of that kind.
    pub fn suits(self, kind: Kind) -> bool {
        match self {
            Self::Broken | Self::Vanished => matches!(kind, Kind::Create | Kind::Image),
            Self::Partial => matches!(kind, Kind::Create | Kind::Batch),
            _ => true,
        }
    }
}

/// Where the program ends halfway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Crash {
    None,
    /// Confirmed, and no line yet.
    BeforeLine,
    /// The line is on disk, and nothing was sent.
    LineFlushed,
    /// A part was sent; whatever stands between may deliver it in a while, or not.
    HalfSent,
    /// The cloud has done with it, and its answer is not heard.
    Unheard,
    /// The answer was heard, and the line says so.
    Answered,
    /// A minute or so later.
    Settled,
    /// Twice: as `Unheard`, and again at the first look after the next start.
    InResume,
}

impl Crash {
    pub const ALL: [Self; 8] = [
        Self::None,
        Self::BeforeLine,
        Self::LineFlushed,
        Self::HalfSent,
        Self::Unheard,
        Self::Answered,
        Self::Settled,
        Self::InResume,
    ];

    /// Whether the request gets as far as to meet a fault.
    pub fn meets_faults(self) -> bool {
        !matches!(self, Self::BeforeLine | Self::LineFlushed | Self::HalfSent)
    }
}

/// What some reads meet: from the `at`th one on, so many.
#[derive(Debug, Clone, PartialEq)]
pub struct Gust {
    pub at: u64,
    pub reads: u64,
    pub what: ReadFault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadFault {
    Lost,
    Unavailable,
    Gateway,
    Garbled,
    Throttled,
    Slow,
    UnknownCode,
    /// Shows the state of so many seconds ago.
    Behind {
        seconds: u64,
    },
    PageEmpty,
    PageSkipped,
}

fn one_in(dice: &mut Ids, of: u64) -> bool {
    dice.below(of) == 0
}

fn pick<T: Copy>(dice: &mut Ids, from: &[T]) -> T {
    *dice.pick(from).unwrap()
}

impl Schedule {
    /// The run of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Ids::seeded(&format!("seed {seed}")).branch("schedule");
        let cloud = usize::try_from(dice.below(yundeck_clouds::REGISTRY.len() as u64)).unwrap();
        let crowd = if one_in(&mut dice, 6) { 130 } else { 0 };
        let acts = 1 + dice.below(4);
        let focus = dice.below(acts);
        let mut steps = Vec::new();
        for act in 0..acts {
            let cell = (act == focus).then(|| cell(&mut dice, seed));
            steps.push(What::Act(act_of(&mut dice, cell)));
            for _ in 0..dice.below(4) {
                steps.push(other(&mut dice, steps.len()));
            }
        }
        let steps = (0..).zip(steps).map(|(number, what)| Step { number, what }).collect();
        let gusts = (0..dice.below(5)).map(|_| gust(&mut dice)).collect();
        Self { seed, cloud, crowd, steps, gusts }
    }
}

/// What an act is, where the program ends in it, and what its request meets.
type Cell = (Kind, Crash, Fault);

/// An act; of the run's focus, in its cell.
fn act_of(dice: &mut Ids, cell: Option<Cell>) -> Act {
    let (kind, crash, fault) = match cell {
        Some(cell) => cell,
        None if one_in(dice, 3) => (any_kind(dice), Crash::None, pick(dice, &Fault::ALL)),
        None => (any_kind(dice), Crash::None, Fault::None),
    };
    let fault = if fault.suits(kind) { fault } else { Fault::None };
    let create = kind == Kind::Create;
    Act {
        kind,
        count: pick(dice, &[1, 1, 1, 2, 3]),
        name: u32::try_from(dice.below(3)).unwrap(),
        pick: dice.number() >> 8,
        explored: one_in(dice, 3),
        prepaid: one_in(dice, 3),
        double_click: one_in(dice, 8),
        planned_twice: one_in(dice, 6),
        stranger: create && one_in(dice, 6),
        price_moves: one_in(dice, 10),
        cancelled: one_in(dice, 12),
        fault,
        times: pick(dice, &[1, 1, 1, 3]),
        crash,
        down: pick(dice, &[0, 3, 30, 300, 900, 8000]),
        seconds: pick(dice, &[1, 4, 20, 55, 65, 170, 200, 600, 3500]),
    }
}

fn any_kind(dice: &mut Ids) -> Kind {
    pick(dice, &[&Kind::ALL[..], &[Kind::Create; 4]].concat())
}

/// The cell of a run's focus: of two runs in three the next of all of them in turn, so that none is left out; of the third
/// any of a kind, and most often of a purchase.
fn cell(dice: &mut Ids, seed: u64) -> Cell {
    if !seed.is_multiple_of(3) {
        let cells: Vec<Cell> = Kind::ALL.into_iter().flat_map(cells).collect();
        return cells[usize::try_from(seed - seed / 3).unwrap() % cells.len()];
    }
    let kind = any_kind(dice);
    pick(dice, &cells(kind))
}

/// Every cell of a kind.
fn cells(kind: Kind) -> Vec<Cell> {
    let faults: Vec<Fault> = Fault::ALL.into_iter().filter(|fault| fault.suits(kind)).collect();
    let of = |crash: Crash| match crash.meets_faults() {
        true => faults.iter().map(|fault| (kind, crash, *fault)).collect(),
        false => vec![(kind, crash, Fault::None); 2],
    };
    Crash::ALL.into_iter().flat_map(of).collect()
}

fn other(dice: &mut Ids, done: usize) -> What {
    let act = u32::try_from(dice.below(done as u64)).unwrap();
    match dice.below(22) {
        0..=4 => What::Wait { seconds: pick(dice, &[1, 5, 20, 100, 200, 400, 700, 4000]) },
        5 | 6 => What::Refresh,
        7 | 8 => What::Cancel { act },
        9 | 10 => What::LookAgain { act },
        11 => What::AskAgain { act },
        12 | 13 => What::BuyAgain { act },
        14 => What::Recognise { yes: one_in(dice, 2) },
        15 => What::Quit { down: pick(dice, &[1, 60, 700, 100_000]) },
        16 => What::ResumeAgain,
        17 => What::Rekey,
        18 => What::PriceMoves,
        19 => What::ForgetTokens,
        20 => What::Skew { seconds: pick(dice, &[-900, 2000]), lasts: pick(dice, &[5, 60, 300]) },
        _ => What::Recycle,
    }
}

fn gust(dice: &mut Ids) -> Gust {
    let what = match dice.below(14) {
        0 => ReadFault::Lost,
        1 => ReadFault::Unavailable,
        2 => ReadFault::Gateway,
        3 => ReadFault::Garbled,
        4 => ReadFault::Throttled,
        5 => ReadFault::Slow,
        6 => ReadFault::UnknownCode,
        7 | 8 => ReadFault::PageEmpty,
        9 => ReadFault::PageSkipped,
        _ => ReadFault::Behind { seconds: pick(dice, &[2, 10, 45, 110]) },
    };
    let most = match what {
        // A list that is behind stays so for as long as it is behind.
        ReadFault::Behind { .. } => 40,
        ReadFault::Slow => 2,
        _ => 6,
    };
    Gust { at: dice.below(60), reads: 1 + dice.below(most), what }
}
