import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.question.dates import compared_years, with_year
from answer.question.understand import MAX_QUESTION_CHARACTERS, Holdings, infer_filters, together, understand
from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import Filters

GAZETTEER = Gazetteer.load()
HOLDINGS = Holdings(("JPN", "KEN", "NOR", "SWE", "CHN"), "2005", "2020")
FORUMS = ("OEWG", "UN General Assembly", "UN General Debate", "UN Security Council", "Kyoto Dialogue")
EVERYBODY = Holdings(tuple(one.code for one in GAZETTEER), "2000", "2019")
WIDE = Holdings(
    [d.code for d in GAZETTEER if not d.is_group or d.code == "EU"], "1957", "2020", forums=FORUMS
)


def asked(text: str, given: Filters = Filters(), holdings: Holdings = HOLDINGS) -> Filters:
    return understand(text, given, GAZETTEER, holdings).filters


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("What is Japan's view on a binding instrument?", ("JPN",)),
        ("What is Japan’s view on a binding instrument?", ("JPN",)),
        ("What does China think of a binding instrument?", ("CHN",)),
        ("Tokyo's position on whaling", ("JPN",)),
        ("What is the Japanese position on abductions by North Korea?", ("JPN",)),
        ("Why does a multi-stakeholder approach matter to Japan?", ("JPN",)),
        ("According to Kenya, who should pay?", ("KEN",)),
        ("What was said by Norway about oceans?", ("NOR",)),
        ("How do Japan and China differ on cyber norms?", ("JPN", "CHN")),
        ("Compare Kenya with Norway on oceans", ("KEN", "NOR")),
        ("the Nordic countries on climate?", ("NOR", "SWE")),
        ("日本は法的拘束力のある文書についてどう考えていますか？", ("JPN",)),
        ("日本とケニアの立場の違いは？", ("JPN", "KEN")),
        ("中国について日本は何と言っていますか", ("JPN",)),
    ],
)
def test_whose_words_are_asked_for_is_read_from_the_question(text: str, codes: tuple[str, ...]) -> None:
    filters = asked(text)
    assert filters.delegations == codes
    assert "delegation" in filters.inferred


@pytest.mark.parametrize(
    "text",
    [
        "Who initiated the Programme of Action?",
        "What is said about sanctions on Iran?",
        "Which states mention the situation in Syria?",
        "Who supports Japan in the election?",
    ],
)
def test_a_state_that_is_only_what_the_question_is_about_is_no_filter(text: str) -> None:
    assert asked(text).delegations == ()


def test_the_object_of_the_question_is_left_out_beside_its_subject() -> None:
    assert asked("What does Kenya say about Russia?").delegations == ("KEN",)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What did Japan say in 2016 about North Korea?", "2016-01-01", "2016-12-31"),
        ("Japan on disarmament since 2015", "2015-01-01", ""),
        ("What did Japan say after 2015?", "2016-01-01", ""),
        ("What did Japan say before 2010?", "", "2009-12-31"),
        ("Japan's statements until 2012", "", "2012-12-31"),
        ("How did Japan's position change between 2010 and 2015?", "2010-01-01", "2015-12-31"),
        ("日本は2016年の演説で何と述べましたか", "2016-01-01", "2016-12-31"),
        ("What did Japan say in 1950?", "1950-01-01", "1950-12-31"),
    ],
)
def test_dates_are_read_from_the_question(text: str, since: str, until: str) -> None:
    filters = asked(text)
    assert (filters.since, filters.until) == (since, until)


@pytest.mark.parametrize("text", ["What will Osaka host in 2025?", "What does the 2030 Agenda promise?"])
def test_the_year_of_an_event_is_no_filter(text: str) -> None:
    filters = asked(text)
    assert (filters.since, filters.until) == ("", "")


def test_what_the_person_set_is_kept_and_not_called_inferred() -> None:
    filters = asked("What does Kenya say in 2016?", Filters(("JPN",), "2010"))
    assert filters == Filters(("JPN",), "2010")


def test_a_group_stands_for_its_members_unless_it_speaks_for_itself() -> None:
    assert asked("What is said on oceans?", Filters(("NORDIC",))).delegations == ("NOR", "SWE")
    own = Holdings(("EU", "FRA"), "2005", "2020")
    assert asked("What is said on oceans?", Filters(("EU",)), own).delegations == ("EU",)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("How did India speak of terrorism in 2014 and in 2019?", ("2014", "2019")),
        ("How do China's words on Korea in 2007, 2013 and 2018 differ?", ("2007", "2013", "2018")),
        ("中国の立場は、2007年と2018年でどう違うか。", ("2007", "2018")),
        ("What did Angola say between 2011 and 2013?", ()),
        ("How did Russia's account change from 2014 to 2018?", ()),
        ("What did Japan say in 2016?", ()),
    ],
)
def test_years_that_are_compared_are_told_from_a_span(text: str, years: tuple[str, ...]) -> None:
    question = understand(text, Filters(), GAZETTEER, WIDE)
    assert compared_years(text, question.filters.since, question.filters.until) == years
    assert question.kind in ("over_time", "compare") or not years


def test_a_change_between_two_years_is_looked_for_in_them() -> None:
    text = "How did Japan's view change between 2014 and 2018?"
    assert compared_years(text, "2014-01-01", "2018-12-31", of_change=True) == ("2014", "2018")
    assert compared_years(text, "2014-01-01", "2018-12-31") == ()


def test_nothing_is_inferred_when_that_is_switched_off() -> None:
    assert understand("Japan's view?", Filters(), GAZETTEER, HOLDINGS, infer=False).filters == Filters()


def test_a_why_question_takes_something_for_granted() -> None:
    question = understand("Why does Japan support a binding treaty?", Filters(), GAZETTEER, HOLDINGS)
    assert question.premise == "does Japan support a binding treaty?"


@pytest.mark.parametrize("text", ["", "   \n\t ", "　"])
def test_an_empty_question_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="question is empty"):
        understand(text, Filters(), GAZETTEER, HOLDINGS)


def test_a_very_long_question_is_refused_with_both_numbers() -> None:
    with pytest.raises(UsageError, match=rf"100,000 .* {MAX_QUESTION_CHARACTERS:,}"):
        understand("x" * 100_000, Filters(), GAZETTEER, HOLDINGS)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Does China oppose Japan's bid for a permanent seat?", ("CHN",)),
        ("What does Kenya say Japan should do?", ("KEN",)),
        ("Has Iran been criticised by Saudi Arabia?", ("SAU",)),
        ("Tell me about Japan's position on whaling", ("JPN",)),
        ("What is in Kenya's speech of 2014?", ("KEN",)),
        ("How does Kenya's position differ from Norway's?", ("KEN", "NOR")),
        ("Positions of France, the UK and Germany on trade", ("FRA", "GBR", "DEU")),
        ("Japan in 2020 and Russia in 2018 on conduct in space", ("JPN", "RUS")),
        ("Which countries does Japan mention?", ("JPN",)),
        ("Vanuatu on the embargo against Cuba", ("VUT",)),
        ("Who should pay, according to Tuvalu?", ("TUV",)),
        ("In Bhutan's opinion, what is development for?", ("BTN",)),
        ("東京の立場は？", ("JPN",)),
        ("モスクワはどう見ているか", ("RUS",)),
        ("ソマリアの情勢についてケニアは何と述べたか。", ("KEN",)),
        ("日本の立場をケニアはどう見ているか。", ("KEN",)),
        ("ロシアが侵攻したウクライナについて日本は何と述べたか。", ("JPN",)),
        ("2013年、イランのロウハニ大統領はどう述べたか。", ("IRN",)),
        ("日本(2012年)とケニア(2015年)は何を語ったか。", ("JPN", "KEN")),
        ("ギニアの政情について同国は何と述べているか。", ("GIN",)),
    ],
)
def test_the_subject_is_told_from_the_object(text: str, codes: tuple[str, ...]) -> None:
    assert asked(text, holdings=WIDE).delegations == codes


@pytest.mark.parametrize(
    "text",
    [
        "Who opposed Japan's whaling?",
        "Was Iraq's invasion of Kuwait condemned?",
        "Why was Russia suspended from the Council?",
        "What is said about the war between Russia and Ukraine?",
        "Iran nuclear deal: who supports it?",
        "Was the Cuban missile crisis discussed?",
        "Guinea worm: has it been eradicated?",
        "What did Israel Finkelstein say?",
        "What did Chad Blackman say?",
        "What did Tom Holland say?",
        "What was decided at the Moscow talks?",
        "The Tokyo summit's results",
        "日本の常任理事国入りを支持する国は？",
        "イスラエルの入植地を批判した国は？",
        "シリアの人権状況に関する見解は？",
        "東京宣言とは何か",
        "パリ協定はどう評価されているか",
    ],
)
def test_objects_persons_and_places_are_no_delegations(text: str) -> None:
    assert asked(text, holdings=WIDE).delegations == ()


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What did Japan say in December 2020?", "2020-12-01", "2020-12-31"),
        ("What did Chad say on 24 September 2019?", "2019-09-24", "2019-09-24"),
        ("What did Chad say on September 24, 2019?", "2019-09-24", "2019-09-24"),
        ("The 2015 speech of Kenya", "2015-01-01", "2015-12-31"),
        ("Japan on Ebola, 2014-2016", "2014-01-01", "2016-12-31"),
        ("Japan on Ebola, 2014–16", "2014-01-01", "2016-12-31"),
        ("Japan's statements from the 2010s", "2010-01-01", "2019-12-31"),
        ("Japan's statements from 2010 onwards", "2010-01-01", ""),
        ("Japan in the 1990s", "1990-01-01", "1999-12-31"),
        ("views of Japan in the late 1980s", "1980-01-01", "1989-12-31"),
        ("What did France say in 2013 and in 2015?", "2013-01-01", "2015-12-31"),
        ("What has Kenya said since the pandemic began?", "2020-03-11", ""),
        ("What did Kenya say before the pandemic?", "", "2020-03-10"),
        ("What did Japan say after 1 May 2010?", "2010-05-02", ""),
        ("What did Japan say in its 2010s statements?", "2010-01-01", "2019-12-31"),
        ("2016年から2018年まで日本は何を主張したか", "2016-01-01", "2018-12-31"),
        ("2016年4月の日本の発言", "2016-04-01", "2016-04-30"),
        ("2020年12月1日に日本は何と述べたか", "2020-12-01", "2020-12-01"),
        ("令和2年の日本の発言", "2020-01-01", "2020-12-31"),
        ("平成元年に日本は何と述べたか", "1989-01-01", "1989-12-31"),
        ("昭和60年の日本の演説", "1985-01-01", "1985-12-31"),
        ("２０１６年の日本の演説", "2016-01-01", "2016-12-31"),
        ("1990年代の日本の立場", "1990-01-01", "1999-12-31"),
        ("2010年以前のケニアの発言", "", "2010-12-31"),
        ("2010年より前にケニアは何と述べたか", "", "2009-12-31"),
        ("コロナ禍以降、日本は何と述べたか", "2020-03-11", ""),
    ],
)
def test_days_months_decades_eras_and_known_events_are_dates(text: str, since: str, until: str) -> None:
    filters = asked(text, holdings=WIDE)
    assert (filters.since, filters.until) == (since, until)


@pytest.mark.parametrize(
    "text",
    [
        "What happened in Rwanda in 1994?",
        "What did Brazil say about the crisis that began in 2008?",
        "Does Iran still respect the 2015 agreement?",
        "Who mentions the Helsinki Final Act of 1975?",
        "What does Syria say of resolution 2254 (2015)?",
        "What targets does Fiji set, to be met by 2015?",
        "Was Germany divided until 1990?",
        "What do 2000 soldiers do, according to Mali?",
        "What did Japan say on 31 June?",
        "2011年の東日本大震災について日本は何と述べたか。",
        "2015年に採択されたパリ協定について日本は何と述べたか。",
        "2030年に向けて日本は何を主張したか",
    ],
)
def test_the_time_of_an_event_a_text_or_a_target_is_no_date_of_a_statement(text: str) -> None:
    filters = asked(text, holdings=WIDE)
    assert (filters.since, filters.until) == ("", "")


@pytest.mark.parametrize(
    ("text", "forum"),
    [
        ("What did Japan say at the OEWG?", "OEWG"),
        ("What did Tuvalu say in the general debate in 2015?", "UN General Debate"),
        ("Kenya's statement to the Security Council", "UN Security Council"),
        ("In the Security Council, what did Kenya say?", "UN Security Council"),
        ("Kenya at the Kyoto Dialogue", "Kyoto Dialogue"),
        ("一般討論演説でツバルは何を訴えたか。", "UN General Debate"),
        ("OEWGで日本は何と述べたか。", "OEWG"),
        ("安保理で日本は何と述べたか", "UN Security Council"),
        ("What does Kenya want from the Security Council?", ""),
        ("Does Kenya want a seat in the Security Council?", ""),
        ("What did Japan say on Security Council reform?", ""),
        ("安保理改革について日本は何と述べたか", ""),
        ("What did Japan say at the First Committee?", ""),
        ("What did Japan say in the General Assembly?", ""),
    ],
)
def test_a_forum_is_read_where_words_were_spoken_in_it(text: str, forum: str) -> None:
    filters = asked(text, holdings=WIDE)
    assert filters.forum == forum
    assert ("forum" in filters.inferred) == bool(forum)


def test_the_general_assembly_is_meant_where_the_library_has_none_of_its_parts() -> None:
    only = Holdings(("JPN",), "2005", "2020", forums=("UN General Assembly",))
    assert asked("What did Japan say in the General Assembly?", holdings=only).forum == "UN General Assembly"


def test_a_forum_holds_for_several_questions_only_when_all_name_it() -> None:
    one = understand("What did Japan say at the OEWG?", Filters(), GAZETTEER, WIDE)
    other = understand("What did Kenya say?", Filters(), GAZETTEER, WIDE)
    assert together([one, one]).filters.forum == "OEWG"
    assert together([one, other]).filters.forum == ""
    assert "forum" not in together([one, other]).filters.inferred


_PIECES = [
    *(
        "Japan",
        "Kenya's",
        "the",
        " ",
        ", ",
        "and",
        "who",
        "said",
        "position of",
        "between",
        "in 2015",
        "2015年の",
    ),
    *(
        "日本の",
        "は",
        "compare",
        "1990s",
        "March 2015",
        "Security Council",
        "at the",
        "(",
        "'s",
        "99年",
        "令和99年",
    ),
]


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_PIECES)).map(" ".join)))
def test_inference_reads_any_text_and_only_adds_what_it_names(text: str) -> None:
    filters = infer_filters(text, Filters(), GAZETTEER, WIDE)
    named = {
        "delegation": bool(filters.delegations),
        "since": bool(filters.since),
        "until": bool(filters.until),
        "forum": bool(filters.forum),
    }
    assert filters.inferred == {name for name, is_set in named.items() if is_set}
    assert not (filters.since and filters.until) or filters.since <= filters.until


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(_PIECES)).map(" ".join),
    st.sampled_from(
        [Filters(("CHN",)), Filters(since="2001-01-01"), Filters(until="2002-02-02"), Filters(forum="X")]
    ),
)
def test_a_given_filter_is_never_overridden(text: str, given_filters: Filters) -> None:
    filters = infer_filters(text, given_filters, GAZETTEER, WIDE)
    if given_filters.delegations:
        assert filters.delegations == given_filters.delegations
    if given_filters.since or given_filters.until:
        assert (filters.since, filters.until) == (given_filters.since, given_filters.until)
    if given_filters.forum:
        assert filters.forum == given_filters.forum


@pytest.mark.parametrize(
    "unit",
    [
        *_PIECES,
        "Japan ",
        "in 2015 and ",
        "compare Japan with ",
        "Japan's position ",
        "first second ",
        "a",
        "at the UN ",
    ],
)
def test_the_longest_question_of_hostile_text_is_read_at_once(unit: str) -> None:
    text = (unit * MAX_QUESTION_CHARACTERS)[:MAX_QUESTION_CHARACTERS]
    infer_filters(text, Filters(), GAZETTEER, WIDE)

    def seconds() -> float:
        start = time.process_time()
        infer_filters(text, Filters(), GAZETTEER, WIDE)
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.05


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Japan will pay €25 million this year.", "Japan will pay €25 million this year (2018)."),
        ("It was held last year in Rome.", "It was held last year (2017) in Rome."),
        ("It was held this year, in 2018.", "It was held this year, in 2018."),
        ("This year's session is its best.", "This year's session is its best."),
        ("It was held in Rome.", "It was held in Rome."),
    ],
)
def test_a_year_that_only_the_speaker_knows_is_told(sentence: str, told: str) -> None:
    assert with_year(sentence, "2018-09-25") == told
    assert with_year(sentence, "") == sentence


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("What did Kenya say at the 63rd session?", "2008"),
        ("What did Kenya tell the seventy-first General Assembly?", "2016"),
        ("Kenya at UNGA 70 on Somalia", "2015"),
        ("第65回総会でケニアは何と述べましたか。", "2010"),
        ("What did Kenya's president ask for in his 2016 address?", "2016"),
        ("kenya 2011 somalia famine help from whom", "2011"),
        ("How many refugees came, in Kenya's 2014 figures?", "2014"),
        ("Kenya on the drought (2017)?", "2017"),
        ("Which vote was Kenya to hold in 2017, according to its speech the year before?", "2016"),
    ],
)
def test_the_year_of_a_speech_is_read_however_it_is_put(text: str, year: str) -> None:
    filters = asked(text, holdings=WIDE)
    assert (filters.since, filters.until) == (f"{year}-01-01", f"{year}-12-31")


@pytest.mark.parametrize(
    "text",
    [
        "Kenya 2007 elections: what went wrong?",
        "Which games will Kenya host in 2019?",
        "What does Kenya say about the 63rd session of the Commission on the Status of Women?",
        "What does Kenya say about resolution 1701 (2006)?",
    ],
)
def test_the_year_of_what_is_spoken_of_is_not(text: str) -> None:
    assert asked(text, holdings=WIDE).since == ""


@pytest.mark.parametrize(
    "question",
    [
        "Norway on whaling, 2001 as against 2012",
        "Bolivia coca leaf 2006 → 2011 → 2018",
        "Ukraine 2013 | 2014 on territorial integrity",
        "Kenya, refugees: 2007 vs 2016",
        "India on climate change in 2007, 2014 and 2019, side by side",
    ],
)
def test_years_set_against_one_another_are_answered_one_by_one(question: str) -> None:
    assert understand(question, Filters(), GAZETTEER, EVERYBODY).kind in ("compare", "over_time")


@pytest.mark.parametrize(
    "question",
    [
        "What does Liberia say about the elections of 2005 and 2011?",
        "Somalia famine of 2011 and near famine of 2017",
        "Did Timor-Leste thank anyone for help with the 1999 and 2001 votes?",
        "Kuwait, invaded in 1990 and freed in 1991, on missing persons",
        "What did Chad say of the 2008/2009 drought?",
    ],
)
def test_years_of_what_is_talked_about_do_not_limit_what_is_searched(question: str) -> None:
    filters = understand(question, Filters(), GAZETTEER, EVERYBODY).filters
    assert (filters.since, filters.until) == ("", "")
