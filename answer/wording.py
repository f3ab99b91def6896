"""The words by which a question shows whose statements, which dates and what kind of answer it means."""


def any_of(*lists: str) -> str:
    """A regular expression for any of the words in the lists; "_" stands for the space within one."""
    return "|".join(word.replace("_", r"\s+") for words in lists for word in words.split())


# A state after one of these is what the question is about.
ABOUT = """
    about on against toward towards regarding concerning with in into over to from for at within near
    versus vs between like than support supports supported invade invaded attack attacks attacked
    sanction sanctions recognise recognised recognize recognized criticise criticised criticize
    criticized condemn condemned
"""
# "important to Japan", "the position of Japan", "said by Japan": its own words are meant after all.
VALUED_BY = "matter matters important essential acceptable necessary unacceptable"
EXPRESSION = """
    position positions view views stance statement statements opinion attitude policy speech words
    remarks
"""
EXPRESSED_BY = "said stated proposed made given expressed delivered raised"
AUXILIARY = "do does did is are was were has have had will would should could can may might must"
# "aid for Kenya": given to it, not said by it.
GIVEN_FOR = "aid support assistance sanctions funding consequences seat peace"

ATTITUDE = """
    government delegation delegate representative ambassador minister approach proposal priorities
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
