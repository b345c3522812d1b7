"""What a line of a chapter of recommendations says: who should act, a title, or a recommendation in a sentence of its own."""

from __future__ import annotations

import re

from findings_nlp.families import Headings

_BODY = re.compile(
    r"(?i)\b(?:managers?|boards?|services?|police|constabular(?:y|ies)|councils?|pdu|region|regions|crc|nps|hmpps|ministry|"
    r"department|trusts?|partnerships?|forces?|commission(?:ers?)?|directors?|chairs?|authorit(?:y|ies)|agenc(?:y|ies)|home office|secretary|"
    r"yo[ts]|yj[bs]|constables?|bodies|government|division|owner|leaders)\b"
)
_SELF_ADDRESSED = re.compile(
    r"(?:(?:we recommend|it is recommended) that )?((?!(?:any|no|th(?:is|ese|ose|ere|ey)|it|we|who|which|what|people|"
    r"children|staff|victims|cases)\b)[^.,;:]{3,110}?),? (?:should|must|needs? to|ought to) ",
    re.I,
)
_RECOMMENDED = re.compile(
    r"(?:we (?:therefore |also )?recommend|it is recommended)(?: that)? (.{3,110}?)(?:,? should)? (?:[a-z]+)\b", re.I
)
_ARTICLE = re.compile(r"(?:the|an?|each|every|all|both|his|her|their|its|our)", re.I)
_NAMED = re.compile(
    rf"(?:(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Aa]ll|[Bb]oth)\s+(?:[\w’'-]+\s+){{0,3}}?|(?:(?:[A-Z][\w’'-]*|of|and|for|&)\s+){{0,6}}?)"
    rf"(?i:{_BODY.pattern[4:]})"
)
_NO_ADDRESSEE = re.compile(r"\b(?:we|they|it|that|which|this|these|those|inspectors|there)$", re.I)
_NO_SUBJECT = re.compile(r"\b(?:recommendations?|reports?|inspections?|readers?|findings)\b", re.I)
_SENTENCE = re.compile(r"[.;:]$|\b(?:should|must|needs? to|ought to)\b", re.I)
_LEAD = re.compile(r"[^.:;]{3,70}[.:]\s+(?=[A-Z])")
_TALK = re.compile(r"(?:the|these|this|those|we|our|as|in|it|there|they|of|for|following|having|during|a|an)\b", re.I)
_NUMBER = re.compile(r"(?:\d{1,2}\.\d{1,2}\.?|\(?\d{1,2}[.)]?)\s+")
# what recommendations begin with that are written as orders
_ORDER = re.compile(
    r"(?:immediately |urgently |jointly |fully )?(?:act|address|adopt|agree|align|allocate|analyse|appoint|arrange|assess|build|carry|check|"
    r"clarify|collect|commission|complete|conduct|consider|consult|continue|coordinate|create|define|deliver|deploy|design|develop|embed|enable|"
    r"encourage|enhance|ensure|establish|evaluate|expand|explore|fill|focus|formalise|fund|give|guarantee|hold|identify|implement|improve|"
    r"increase|introduce|invest|involve|issue|keep|lead|maintain|make|manage|meet|monitor|offer|prepare|prioritise|promote|provide|publish|put|"
    r"raise|record|recruit|reduce|refresh|remove|replace|report|require|resolve|resource|review|revise|secure|see|set|share|simplify|stop|"
    r"strengthen|support|take|tackle|test|train|undertake|update|use|work)\b",
    re.I,
)


def addressee_of(text: str, wordings: Headings) -> str | None:
    """Who should act, from a line such as "North West region should:"; raw, without "should"."""
    bare = text.strip().rstrip(":").strip()
    if len(bare) > 220 or bare.endswith((".", ";")):
        return None
    patterns = [*wordings.addressee, wordings.announcing] if text.rstrip().endswith(":") else wordings.addressee
    for pattern in patterns:
        if found := pattern.fullmatch(bare + ":"):
            who = " ".join(found[1].split()).rstrip(",:")
            who = re.sub(r"^(?:in order )?to [^,]{5,100}, ", "", who, flags=re.I)
            who = re.sub(r"^(?:we recommend that|recommendations? (?:for|to))\s+", "", who, flags=re.I)
            if who and not _NO_ADDRESSEE.search(who) and len(who.split()) <= 22:
                return who
    return None


def names_body(text: str) -> bool:
    """Whether a short line names a body that can act."""
    return bool(_BODY.search(text)) and len(text.split()) <= 12


def is_body(text: str) -> bool:
    """Whether a line is nothing but the name of a body that can act."""
    return names_body(text) and len(text.split()) <= 8 and text[:1].isupper() and text[-1:] not in ".;" and not _ORDER.match(text)


def named_in(text: str) -> str | None:
    """The body that a recommendation itself names first: "The management board should review ..."."""
    found = _SELF_ADDRESSED.match(text)
    return found[1] if found and _BODY.search(found[1]) and len(found[1].split()) <= 14 else None


def unnumbered(text: str) -> str:
    """A paragraph without the number before it: "4.1 The region should ..."."""
    return _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text


def asked_of(text: str) -> str | None:
    """Of whom a sentence by itself asks something ("The region should fill its posts", "We recommend that ..."), if of anybody.

    A few words may lead it in: "Staffing. The region should fill its posts".
    """
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    found = next((m for t in (text, rest) for p in (_SELF_ADDRESSED, _RECOMMENDED) if (m := p.match(t))), None)
    if found is None or _NO_SUBJECT.search(found[1]) or _NO_ADDRESSEE.search(found[1]) or text.rstrip().endswith(":"):
        return None
    who = " ".join(found[1].split())
    if found.re is _RECOMMENDED and " should" not in found[0]:
        # the verb is not told from the name: the name is what is known as that of a body
        named = _NAMED.match(found.string[found.start(1) :])
        who = named[0] if named else "" if _ARTICLE.fullmatch(who) else who
    return who if who and len(who.split()) <= 18 else None


def is_order(text: str, announced: bool) -> bool:
    """Whether a paragraph is written as an order: "Improve the quality of plans"; `announced` by a line like "The region should:"."""
    begins = not _TALK.match(text) if announced else bool(_ORDER.match(text))
    return begins and len(text.split()) > 3 and not text.rstrip().endswith(":")


def is_title(text: str) -> bool:
    """Whether what stands behind "Recommendation 4:" names the subject only, as headings do, and asks nothing in full."""
    return bool(text) and len(text.split()) <= 24 and not _SENTENCE.search(text.strip())
