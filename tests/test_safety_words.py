"""Words on which somebody's safety hangs stand wherever they are needed: on pages, in data/ and on sheets of paper."""

import re

import pytest
from macro_environment import facts, pages
from selectolax.lexbor import LexborHTMLParser

PAGES = {page.name: page for page in pages()}
TREES = {name: LexborHTMLParser(page.html) for name, page in PAGES.items()}
CHANNELS = {found.id: found for found in facts().channels}
CHECK = facts().safety_check
ASKED = {group.id: group.asks for group in CHECK.groups}

ANOTHER_CAMERA = re.compile(r"another (?:phone|camera)|phone or camera|person’s camera")
TOLD_BY = ("instagram-threads", "messenger", "snapchat", "telegram", "whatsapp", "x", "story-views", "group-chats")
SIGN = re.compile(
    r"\b(?:can see|can hear|no longer shows?|no longer see|shows?\b.*\bthat you left|one tick|comes back|error|gone)\b"
)
SEEN_SIGNS = {
    "imessage-rcs": "“Delivered” no longer shows", "whatsapp": "one tick", "signal": "one tick", "telegram": "one tick",
    "discord": "an error", "phone-calls": "straight to voicemail", "dating-apps": "gone from their list",
    "payment-notes": "no longer goes through",
}  # fmt: skip
CHOKED = re.compile(r"\b(?:throat|chok\w+|strangl\w+)\b", re.I)
LATER = r"hours or days later"
AFTER_CHOKING = (r"strength", r"confused", r"headache", r"seeing", LATER)
DOCTOR, AMBULANCE = r"\bdoctor\b", r"\bambulance\b|\bemergency number\b"
FORCED = re.compile(r"forced (?:you )?into sex|forced sex|sex i did not want|sex, and you did not want", re.I)
SWITCHED_OFF = {
    "how/location.md": ("Then switch off in", "Stop sharing", "Leave family", "Remove other", "Then switch off lo"),
    "how/index.md": ("Take back your location", "Leave shared accounts", "Close them"),
    "how/accounts.md": ("Family groups", "Remove other users", "Then make new accounts"),
    "how/channels.md": ("Then block or limit",),
    "safety/plan.md": ("Phone, car",),
}
SEEN_CALLING = {
    "how/location.md": ("Call the police", "If you find something"),
    "how/accounts.md": ("Photograph a camera",),
    "safety/stalking.md": ("Report it",),
}
POLICE = (
    "safety/index.md", "safety/plan.md", "safety/stalking.md", "safety/threats-of-suicide.md", "how/location.md",
    "how/people.md", "help/someone.md", "questions/index.md", "take/safety-plan.md",
)  # fmt: skip
PROOF = (
    "how/index.md", "how/channels.md", "how/accounts.md", "how/first-days.md", "how/people.md", "holding/hoover.md",
    "holding/slip.md", "safety/stalking.md", "safety/threats-of-suicide.md", "modified/index.md",
    "modified/children.md", "modified/replies.md", "modified/grey-rock.md", "take/log.md", "take/channels.md",
    "take/first-72-hours.md", "take/slip.md", "take/pull-backs.md", "questions/index.md",
)  # fmt: skip
TELLS = (
    "safety/index.md", "holding/slip.md", "help/someone.md", "modified/children.md", "take/slip.md", "take/decision.md",
)  # fmt: skip


def words(name):
    """The words of a page, in one line."""
    return " ".join(TREES[name].body.text(separator=" ").split())


def step(name, begins):
    """One step or line of a list, by its first words, with the mark that stands above it."""
    found = [" ".join(node.text(separator=" ").split()) for node in TREES[name].css("li")]
    return next(text for text in found if re.match(rf"(?:They .*? )?{re.escape(begins)}", text))


def on_paper(name):
    """The words that a page's handout takes along: its beginning, and the sections that its header names."""
    wanted = PAGES[name].meta["handout"]["sections"]
    parts = re.split(r"^(?=##+ )", PAGES[name].markdown, flags=re.M)
    return "".join([parts[0], *(part for part in parts if re.match(rf"##+ .*#(?:{'|'.join(wanted)}) \}}", part))])


# Proof.


@pytest.mark.parametrize("id", TOLD_BY)
def test_an_app_that_tells_of_a_screenshot_has_a_way_round(id):
    """Where the sender may learn of a screenshot, or none can be taken, the card says so and names another camera."""
    assert "screenshot" in CHANNELS[id].save
    assert ANOTHER_CAMERA.search(CHANNELS[id].save)


@pytest.mark.parametrize("name", [name for name in PAGES if "screenshot" in PAGES[name].markdown])
def test_a_page_that_speaks_of_screenshots_names_another_camera(name):
    """Nobody reads of a screenshot without the way that no sender learns of."""
    assert ANOTHER_CAMERA.search(words(name))


@pytest.mark.parametrize("name", PROOF)
def test_a_page_that_says_save_says_who_may_learn_of_it(name):
    """A page that asks a reader to save messages warns that some apps tell the sender."""
    assert re.search(r"screenshot", words(name))


# Channels.


@pytest.mark.parametrize("id", [id for id, found in CHANNELS.items() if found.notice == "maybe"])
def test_a_channel_with_a_visible_sign_is_marked_as_noticed(id):
    """“They may notice” stands at no channel whose own text names a sign that the other person sees."""
    assert SIGN.findall(CHANNELS[id].tell + " " + CHANNELS[id].fails) == []


@pytest.mark.parametrize("id", SEEN_SIGNS)
def test_a_block_that_leaves_a_sign_says_which(id):
    """An app in which a blocked person sees a sign names it, and carries the stronger mark."""
    assert CHANNELS[id].notice == "yes"
    assert SEEN_SIGNS[id] in CHANNELS[id].tell


def test_a_group_in_whatsapp_remembers_who_left():
    """A reader learns that all members, and not the admins alone, can find out that they left."""
    assert re.search(r"admins are told.*two months every member can see", CHANNELS["whatsapp"].fails)


# Injuries.


def blocks(name):
    """The lines of a page that belong together: each entry, row, box and paragraph."""
    tree = LexborHTMLParser(PAGES[name].html)
    found = tree.css("li, tr, .admonition, p")
    return [" ".join(node.text(separator=" ").split()) for node in found]


def test_every_page_that_speaks_of_choking_is_known():
    """A new page about a hand on the throat is added to those that have to name the signs."""
    assert {name for name in PAGES if CHOKED.search(words(name))} == set(TELLS)


@pytest.mark.parametrize("sign", AFTER_CHOKING)
@pytest.mark.parametrize("name", TELLS)
def test_the_signs_after_choking_are_named(name, sign):
    """Strength, confusion, headache, sight, and that it can come later: wherever a hand on the throat is named."""
    assert re.search(sign, words(name))


@pytest.mark.parametrize("sign", (*AFTER_CHOKING, DOCTOR, AMBULANCE))
def test_the_question_about_choking_names_the_signs_itself(sign):
    """Whoever stops at this question has read of the doctor, the ambulance and each sign."""
    assert re.search(sign, ASKED["signs"][0])


@pytest.mark.parametrize("name", ["safety/index.md", "help/someone.md"])
def test_a_handout_names_the_signs_after_choking(name):
    """The sheet that is given away warns as its page does."""
    said = on_paper(name) + " ".join(ASKED["signs"] if "safety_check()" in on_paper(name) else [])
    assert [sign for sign in (*AFTER_CHOKING, DOCTOR, AMBULANCE) if not re.search(sign, said)] == []


@pytest.mark.parametrize("name", [name for name in PAGES if FORCED.search(words(name)) and name != "help/index.md"])
def test_forced_sex_is_followed_by_care_and_evidence(name):
    """Early care, and how evidence can be kept without having to report, stand wherever forced sex is named."""
    said = words(name)
    assert re.search(DOCTOR, said)
    assert re.search(r"evidence", said)
    assert re.search(r"\bwash", said)
    assert re.search(r"need not report|ask first what must be reported|ask before I wash", said)


# The safety check.


def test_the_most_dangerous_questions_come_first():
    """Choking, a weapon, a threat to kill: whoever stops early has met the gravest questions."""
    asks = ASKED["signs"]
    assert [i for i, ask in enumerate(asks) if re.search("choked|weapon|to kill", ask)] == [0, 1, 2]
    assert "choked" in asks[0]


def test_a_group_of_the_check_is_read_to_its_end():
    """A yes to one question does not keep a reader from the next, where a doctor is named."""
    assert "first yes" not in words("safety/index.md")
    assert "to its end" in on_paper("safety/index.md")


def test_the_paper_form_names_the_doctor():
    """What to do after a danger sign begins with a doctor or an ambulance, on paper as on the page."""
    said = CHECK.outcome("plan-first").do
    assert re.search(r"doctor first, or an ambulance", said)
    assert said.strip() in words("take/decision.md")
    assert re.search(rf"{DOCTOR}.*\bambulance\b", on_paper("safety/index.md"))


# Steps that carry their own warning.


@pytest.mark.parametrize("name, begins", [(name, begins) for name, all in SWITCHED_OFF.items() for begins in all])
def test_a_step_that_switches_off_names_the_lawyer(name, begins):
    """A court order, a child or a thing that is shared: the warning stands in the step, which a sheet cannot lose."""
    assert "lawyer" in step(name, begins)


@pytest.mark.parametrize("name, begins", [(name, begins) for name, all in SEEN_CALLING.items() for begins in all])
def test_a_call_to_the_police_is_made_unseen(name, begins):
    """A step that asks for police says from which phone, and is not marked as something that nobody notices."""
    assert "from a phone they cannot see" in step(name, begins).lower()
    assert "unlikely" not in step(name, begins)


def test_a_phone_at_work_or_of_a_friend_has_its_condition():
    """Whoever is sent to such a phone is told when it is none that helps."""
    found = [
        text
        for name in PAGES
        if name != "help/index.md"
        for text in blocks(name)
        if re.search(r"phone", text) and re.search(r"one at (?:your )?work|a friend’s phone, if|friend’s who", text)
    ]
    assert found
    assert [text for text in found if not re.search(r"\bif (?:they are there|the friend does not)", text)] == []


@pytest.mark.parametrize("name", POLICE)
def test_a_reader_who_cannot_go_to_the_police_is_told_whom_to_ask(name):
    """Where the other person is in the police or the army, a helpline or a lawyer is named."""
    said = words(name)
    place = re.search(r"in the police or (?:the )?army", said)
    assert place
    assert re.search(r"helpline|service|lawyer", said[place.start() : place.start() + 200])


# Handovers, and words that need their noun.


def test_an_unsafe_handover_has_its_minute():
    """A parent at a handover with a drunk driver or a threat finds what to do now, also on the sheet."""
    said = on_paper("modified/children.md")
    now = ("drunk", "where people are", "emergency number", "do not block the car", "lawyer the same day")
    assert [word for word in now if word not in said] == []


def test_a_step_after_contact_says_what_to_put_off():
    """“Do it tomorrow” is no advice: the step names blocking and muting."""
    said = step("holding/slip.md", "Put back what you opened")
    assert "do it tomorrow" not in said
    assert "wait with blocking and muting until tomorrow" in said
