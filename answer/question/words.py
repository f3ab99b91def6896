"""The words by which a question shows whose statements, which dates and what kind of answer it means."""

from core import months


def any_of(*lists: str) -> str:
    """A regular expression for any of the words in the lists; "_" stands for the space within one."""
    return "|".join(word.replace("_", r"\s+") for words in lists for word in words.split())


# A state after one of these is what the question is about.
ABOUT = """
    about on against toward towards regarding concerning with in into over to from for at within near
    versus vs between like than support supports supported invade invaded attack attacks attacked
    sanction sanctions recognise recognised recognize recognized criticise criticised criticize
    criticized condemn condemned condemns oppose opposed mention mentions mentioned thank thanked praise
    praised blame blamed accuse accused threaten threatened help helped trust quote quoted across outside
    inside upon among around
"""
# "important to Japan", "the position of Japan", "said by Japan": its own words are meant after all.
VALUED_BY = "matter matters important essential acceptable necessary unacceptable"
EXPRESSION = """
    position positions view views stance statement statements opinion opinions attitude policy speech
    speeches words remarks perspective assessment reading account
"""
# "In Harare's telling": nouns for what somebody says or holds, beside EXPRESSION.
ACCOUNT = """
    telling judgment judgement reckoning eyes mind opinion estimation estimate version analysis argument
    arguments claim claims call calls appeal demand demands warning warnings complaint complaints message
    pledge pledges promise promises vision verdict interpretation narrative take line thinking outlook
    conviction thought thoughts hopes hope list count figures numbers description explanation reply
    answer mouth book definition summary report phrase phrasing wording terms voice plea
"""
# "Says Brazzaville", "as Cameroon tells it": verbs of telling, in the forms that stand beside their subject.
TELLS = """
    say says said tell tells told put puts see sees saw argue argues argued claim claims claimed report
    reports reported describe describes described think thinks thought explain explains explained note
    notes noted list lists listed warn warns warned insist insists insisted recall recalls recalled
    believe believes believed count counts counted stress stresses stressed quote quotes quoted cite cites
    cited hold holds held declare declares declared ask asks asked complain complains complained view
    views viewed find finds found suggest suggests suggested admit admits admitted
"""
# Verbs whose past does not end in -ed, so that it can't be told by its ending.
IRREGULAR_PAST = """
    said told put saw thought held found made gave took felt spoke wrote drew laid set sought brought
    stood went came left kept met sent paid began chose swore foresaw withdrew understood meant knew
    heard read cast hit let cut cost
"""
# A state after one of these is what the question is about, whatever else it says.
TOPIC_PREPOSITIONS = """
    about on against toward towards regarding concerning to from with into over between like than
"""
OFFICE = """
    president vice-president prime_minister foreign_minister minister minister_of_foreign_affairs
    foreign_secretary secretary_of_state chancellor premier king queen emir amir sultan prince crown_prince
    ambassador permanent_representative head_of_state head_of_government leader government delegation
    representative delegate speaker envoy pope
"""
TITLES = "mr mrs ms mme dr sir sheikh sheikha dame lord comrade vice"
QUESTION_WORDS = """
    a an and as at but by can compare could did do does explain for from has have how if in is may might of
    on or should summarise summarize tell the their to was were what when where which who whose whom why
    will with would what's per did does list quote give show find against over under after before since
    until about regarding president minister prime foreign ambassador government delegation
    """
EXPRESSED_BY = "said stated proposed made given expressed delivered raised put_forward suggested voiced"
AUXILIARY = "do does did is are was were has have had will would should could can may might must"
# "aid for Kenya": given to it, not said by it.
GIVEN_FOR = """
    aid support assistance help sanctions funding money relief consequences seat peace independence
    statehood membership recognition responsibility responsible solution justice freedom sympathy
"""

ATTITUDE = """
    government delegation delegate representative ambassador minister president chancellor premier king
    envoy leader leaders officials diplomats approach proposal proposals priorities policies line response
    reaction reactions members
"""
STATING = """
    say says said think thinks thought want wants wanted argue argues argued believe believes believed
    call calls called propose proposes proposed support supports supported oppose opposes opposed ask
    asks asked urge urges urged stress stresses stressed see sees saw view views viewed stand stands
    stood respond responds responded hope hopes hoped expect expects regard regards consider considers
    plan plans intend intends need needs demand demands promise promises promised pledge pledges pledged
    commit commits committed describe describes described initiate initiated establish established
    reject rejects rejected welcome welcomes welcomed withdraw withdrew
"""
SAID = """
    say says said state states stated think thought call_for called_for argue argued declare declared
    speak spoke urge urged
"""
SAID_JAPANESE = "述べ 発言 立場 見解 主張 考え"
# "Which states …": whose statements are asked for is open.
JOINED_STATES = """
    states countries delegations governments members groups nations speakers representatives countrys
"""

# "stated in 2015", "has changed since 2010": the time of what was said, not of an event.
CHANGED = """
    changed change evolved evolve shifted shift developed develop moved move altered varied hardened
    softened
"""
SPOKEN_OF = """
    mentioned mention mentions raised raise raises discussed discuss addressed address spoken referred
    refer refers criticised criticized condemned praised voiced warned warn warns announced announce
    declared reported report reports appealed appeal told tell tells explained explain defended defend
    talked talk talks complained complain complains
"""
# That words are said, whatever is said with them.
MENTIONING = """
    mention mentions mentioned mentioning raise raises raised raising discuss discusses discussed discussing
    address addresses addressed addressing name names named naming cite cites cited citing invoke invokes
    invoked invoking
"""
# What a list is asked for with, beside the thing that it is about.
LISTING = """
    list full complete whole number count counted names name first then after examples example please
    need needed want wanted like find me us all every everyone everybody anyone anybody each single
    exact exactly many brief briefing writing note notes general debate speech speeches statement
    statements year years leader leaders speaker speakers mention mentions appear appears word words
    phrase term expression spoke spoken say says said use uses used brought bring up raised tell give
    given also delegation country state nation member government un unga ga ones just only not they them
    their there it if so already ever explicitly otherwise know let could you i i'm my report contained
    contains contain leave nobody out remarks intervention text texts those these any some others other
    else issue question situation topic subject problem matter case plight crisis mean affair had have
    lips both together somebody someone part place places come comes came explicit directly actually
    last speak speaks speaking talk talks talked talking refer refers referred referring touch touches
    touched touching brings bringing saying using
"""
# Where statements are made: "the 2015 session".
GATHERING = """
    session debate general_debate meeting plenary intervention interventions address addresses comments
    contribution contributions assembly summit conference
"""
GATHERING_JAPANESE = """
    演説 スピーチ 声明 ステートメント 一般討論 総会 会合 会議 委員会 理事会 会期 セッション 政策 方針
    姿勢 OEWG GGE
"""
MONTHS = " ".join((*months.MONTHS, *months.SHORT)).lower()
# "Has Iran been criticised": what is done to a state, not said by it.
SUFFERED = """
    criticised criticized condemned sanctioned invaded attacked accused blamed mentioned discussed praised
    thanked recognised recognized supported named quoted admitted expelled suspended occupied threatened
    helped affected hit destroyed defended addressed annexed liberated divided bombed isolated
"""
COMPARED = """
    compare compared compares comparing comparison differ differs differed different difference differences
    contrast disagree disagrees diverge diverges similar
"""
# "the Cyprus problem", "Iran deal": a state with one of these after it is what is talked about.
SITUATION = """
    war wars crisis conflict deal talks question problem issue sanctions embargo situation peace process
    earthquake genocide tsunami referendum occupation invasion agreement accord dispute border blockade
    tragedy massacre elections coup hostages refugees negotiations summit virus fever worm election vote
    race turmoil unrest drought floods flood hurricane cyclone storm uprising uprisings revolution revolt
    famine epidemic outbreak
"""
EXPRESSION_JAPANESE = """
    立場 見解 主張 考え 姿勢 態度 方針 演説 発言 声明 スピーチ ステートメント 反応 評価 意見 回答 言い分 訴え
    認識 説明 批判 懸念 提案 要求 コメント 論点 論調 答弁 表明 視点 見方 論[はをが？?] 言葉
"""
ACTS_JAPANESE = "支援 協力 貢献 取組 取り組み 努力 政策 外交 戦略 対応 構想 計画 約束 公約"
SITUATION_JAPANESE = """
    情勢 内戦 紛争 危機 問題 状況 戦争 侵攻 併合 占領 入植 制裁 核開発 核実験 ミサイル 人権 難民 選挙 震災
    地震 政変 クーデター 加盟 独立 主権 領土 国境 和平 統一 非核化
"""
OFFICE_JAPANESE = """
    政府 代表団 代表 側 当局 大統領 首相 総理大臣 総理 外相 外務大臣 外務省 大使 国王 元首 閣僚 指導者
    政権 主席
"""
SPEECH = (
    "speech speeches statement statements address remarks intervention interventions words spoke speaks speak"
)
# "a seat in the Security Council": what a state has there, not what it said there.
STANDING_IN = """
    seat seats member members membership place places role represented representation voice veto majority
    reform reforms change changes presence influence permanent join power participation admission equality
    Africa
"""
# "Who supports …": delegations that say so, where "who initiated …" asks for one that is named.
DECLARING = """
    supports support supported opposes oppose opposed calls called wants wanted mentions mentioned condemns
    condemned demands demanded urges urged rejects rejected welcomes welcomed favours favors warns warned says
    speaks spoke raises raised criticises criticizes criticised criticized asks asked advocates advocated
    support oppose call want mention condemn demand urge reject welcome favour favor warn raise criticise
    criticize ask advocate back backs backed endorse endorses endorsed agree agrees agreed thank thanks
    thanked praise praises praised recognise recognises recognised recognize recognizes recognized
    share shares shared blame blames blamed deny denies denied defend defends defended
"""
# What the library holds.
DOCUMENT = """
    statement statements speech speeches address addresses intervention interventions remarks
"""
MENTION = "mention mentions mentioned mentioning refer_to refers_to referred_to"
