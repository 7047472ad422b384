"""Safety warnings appear wherever they are needed: on pages, in data/ and on handouts."""

import re

import pytest
from macro_environment import facts, pages
from selectolax.lexbor import LexborHTMLParser

PAGES = {page.name: page for page in pages()}
TREES = {name: LexborHTMLParser(page.html) for name, page in PAGES.items()}
CHANNELS = {found.id: found for found in facts().channels}
CHECK = facts().safety_check
QUESTIONS = {group.id: group.asks for group in CHECK.groups}

ANOTHER_CAMERA = re.compile(r"another (?:phone|camera)|phone or camera|person’s camera")
APPS_REPORTING_SCREENSHOTS = (
    "instagram-threads",
    "messenger",
    "snapchat",
    "telegram",
    "whatsapp",
    "x",
    "story-views",
    "group-chats",
)
VISIBLE_SIGN = re.compile(
    r"\b(?:can see|can hear|no longer shows?|no longer see|shows?\b.*\bthat you left|one tick|comes back|error|gone)\b"
)
SIGNS_OF_A_BLOCK = {
    "imessage-rcs": "“Delivered” no longer shows", "whatsapp": "one tick", "signal": "one tick", "telegram": "one tick",
    "discord": "an error", "phone-calls": "straight to voicemail", "dating-apps": "gone from their list",
    "payment-notes": "no longer goes through",
}  # fmt: skip
CHOKING = re.compile(r"\b(?:throat|chok\w+|strangl\w+)\b", re.I)
DELAYED = r"hours or days later"
SIGNS_AFTER_CHOKING = (r"strength", r"confused", r"headache", r"seeing", DELAYED)
DOCTOR, AMBULANCE = r"\bdoctor\b", r"\bambulance\b|\bemergency number\b"
FORCED_SEX = re.compile(r"forced (?:you )?into sex|forced sex|sex i did not want|sex, and you did not want", re.I)
SWITCH_OFF_STEPS = {
    "how/location.md": ("Then switch off in", "Stop sharing", "Leave family", "Remove other", "Then switch off lo"),
    "how/index.md": ("Take back your location", "Leave shared accounts", "Close them"),
    "how/accounts.md": ("Family groups", "Remove other users", "Then make new accounts"),
    "how/channels.md": ("Then block or limit",),
    "safety/plan.md": ("Phone, car",),
}
POLICE_CALL_STEPS = {
    "how/location.md": ("Call the police", "If you find something"),
    "how/accounts.md": ("Photograph a camera",),
    "safety/stalking.md": ("Report it",),
}
POLICE_PAGES = (
    "safety/index.md", "safety/plan.md", "safety/stalking.md", "safety/threats-of-suicide.md", "how/location.md",
    "how/people.md", "help/someone.md", "questions/index.md", "take/safety-plan.md",
)  # fmt: skip
SAVING_PAGES = (
    "how/index.md", "how/channels.md", "how/accounts.md", "how/first-days.md", "how/people.md", "holding/hoover.md",
    "holding/slip.md", "safety/stalking.md", "safety/threats-of-suicide.md", "modified/index.md",
    "modified/children.md", "modified/replies.md", "modified/grey-rock.md", "take/log.md", "take/channels.md",
    "take/first-72-hours.md", "take/slip.md", "take/pull-backs.md", "questions/index.md",
)  # fmt: skip
CHOKING_PAGES = (
    "safety/index.md", "holding/slip.md", "help/someone.md", "modified/children.md", "take/slip.md", "take/decision.md",
)  # fmt: skip


def page_text(name):
    """The text of a page, in one line."""
    return " ".join(TREES[name].body.text(separator=" ").split())


def list_item(name, begins):
    """One step or line of a list, by its first words, with the label above it."""
    found = [" ".join(node.text(separator=" ").split()) for node in TREES[name].css("li")]
    return next(text for text in found if re.match(rf"(?:They .*? )?{re.escape(begins)}", text))


def handout_text(name):
    """The Markdown of a page's handout: the beginning, and the sections that the front matter names."""
    wanted = PAGES[name].meta["handout"]["sections"]
    parts = re.split(r"^(?=##+ )", PAGES[name].markdown, flags=re.M)
    return "".join([parts[0], *(part for part in parts if re.match(rf"##+ .*#(?:{'|'.join(wanted)}) \}}", part))])


# Evidence.


@pytest.mark.parametrize("id", APPS_REPORTING_SCREENSHOTS)
def test_an_app_that_reports_screenshots_has_an_alternative(id):
    """Where the sender may learn of a screenshot, or none can be taken, the entry says so and names another camera."""
    assert "screenshot" in CHANNELS[id].save
    assert ANOTHER_CAMERA.search(CHANNELS[id].save)


@pytest.mark.parametrize("name", [name for name in PAGES if "screenshot" in PAGES[name].markdown])
def test_a_page_that_mentions_screenshots_names_another_camera(name):
    """Wherever a screenshot is mentioned, the page names the way that no sender notices."""
    assert ANOTHER_CAMERA.search(page_text(name))


@pytest.mark.parametrize("name", SAVING_PAGES)
def test_a_page_that_says_save_says_who_may_notice(name):
    """A page that asks a reader to save messages warns that some apps tell the sender."""
    assert re.search(r"screenshot", page_text(name))


# Channels.


@pytest.mark.parametrize("id", [id for id, found in CHANNELS.items() if found.notice == "maybe"])
def test_a_channel_with_a_visible_sign_is_marked_as_noticed(id):
    """“They may notice” labels no channel whose own text names a sign that the other person sees."""
    assert VISIBLE_SIGN.findall(CHANNELS[id].tell + " " + CHANNELS[id].fails) == []


@pytest.mark.parametrize("id", SIGNS_OF_A_BLOCK)
def test_a_block_that_leaves_a_sign_says_which(id):
    """An app in which a blocked person sees a sign names it, and has the stronger label."""
    assert CHANNELS[id].notice == "yes"
    assert SIGNS_OF_A_BLOCK[id] in CHANNELS[id].tell


def test_a_group_in_whatsapp_remembers_who_left():
    """A reader learns that all members, and not the admins alone, can find out that they left."""
    assert re.search(r"admins are told.*two months every member can see", CHANNELS["whatsapp"].fails)


# Injuries.


def blocks(name):
    """The text of each list item, table row, admonition and paragraph of a page."""
    tree = LexborHTMLParser(PAGES[name].html)
    found = tree.css("li, tr, .admonition, p")
    return [" ".join(node.text(separator=" ").split()) for node in found]


def test_every_page_that_mentions_choking_is_listed():
    """A new page about choking is added to those that have to name the signs."""
    assert {name for name in PAGES if CHOKING.search(page_text(name))} == set(CHOKING_PAGES)


@pytest.mark.parametrize("sign", SIGNS_AFTER_CHOKING)
@pytest.mark.parametrize("name", CHOKING_PAGES)
def test_the_signs_after_choking_are_named(name, sign):
    """Strength, confusion, headache, sight, and that it can come later: wherever choking is mentioned."""
    assert re.search(sign, page_text(name))


@pytest.mark.parametrize("sign", (*SIGNS_AFTER_CHOKING, DOCTOR, AMBULANCE))
def test_the_question_about_choking_names_the_signs_itself(sign):
    """Whoever stops at this question has read about the doctor, the ambulance and each sign."""
    assert re.search(sign, QUESTIONS["signs"][0])


@pytest.mark.parametrize("name", ["safety/index.md", "help/someone.md"])
def test_a_handout_names_the_signs_after_choking(name):
    """The handout warns as its page does."""
    text = handout_text(name) + " ".join(QUESTIONS["signs"] if "safety_check()" in handout_text(name) else [])
    assert [sign for sign in (*SIGNS_AFTER_CHOKING, DOCTOR, AMBULANCE) if not re.search(sign, text)] == []


@pytest.mark.parametrize(
    "name", [name for name in PAGES if FORCED_SEX.search(page_text(name)) and name != "help/index.md"]
)
def test_forced_sex_is_followed_by_care_and_evidence(name):
    """Early care, and how evidence can be kept without having to report, are named wherever forced sex is mentioned."""
    text = page_text(name)
    assert re.search(DOCTOR, text)
    assert re.search(r"evidence", text)
    assert re.search(r"\bwash", text)
    assert re.search(r"need not report|ask first what must be reported|ask before I wash", text)


# The safety check.


def test_the_most_dangerous_questions_come_first():
    """Choking, a weapon, a threat to kill: whoever stops early has read the gravest questions."""
    asks = QUESTIONS["signs"]
    assert [i for i, ask in enumerate(asks) if re.search("choked|weapon|to kill", ask)] == [0, 1, 2]
    assert "choked" in asks[0]


def test_a_group_of_the_check_is_read_to_its_end():
    """A reader who answers yes to one question still reads the next, where a doctor is named."""
    assert "first yes" not in page_text("safety/index.md")
    assert "to its end" in handout_text("safety/index.md")


def test_the_worksheet_names_the_doctor():
    """What to do after a danger sign begins with a doctor or an ambulance, on paper as on the page."""
    text = CHECK.outcome("plan-first").do
    assert re.search(r"doctor first, or an ambulance", text)
    assert text.strip() in page_text("take/decision.md")
    assert re.search(rf"{DOCTOR}.*\bambulance\b", handout_text("safety/index.md"))


# Steps that need a warning.


@pytest.mark.parametrize("name, begins", [(name, begins) for name, all in SWITCH_OFF_STEPS.items() for begins in all])
def test_a_step_that_switches_off_names_the_lawyer(name, begins):
    """The warning about a court order, a child or a shared thing is in the step itself, so handouts include it."""
    assert "lawyer" in list_item(name, begins)


@pytest.mark.parametrize("name, begins", [(name, begins) for name, all in POLICE_CALL_STEPS.items() for begins in all])
def test_a_call_to_the_police_names_a_safe_phone(name, begins):
    """A step that asks for police says from which phone, and is not marked as something that nobody notices."""
    assert "from a phone they cannot see" in list_item(name, begins).lower()
    assert "unlikely" not in list_item(name, begins)


def test_the_phone_of_a_friend_or_at_work_has_a_condition():
    """Wherever such a phone is suggested, the text says when it does not help."""
    found = [
        text
        for name in PAGES
        if name != "help/index.md"
        for text in blocks(name)
        if re.search(r"phone", text) and re.search(r"one at (?:your )?work|a friend’s phone, if|friend’s who", text)
    ]
    assert found
    assert [text for text in found if not re.search(r"\bif (?:they are there|the friend does not)", text)] == []


@pytest.mark.parametrize("name", POLICE_PAGES)
def test_a_reader_who_cannot_go_to_the_police_is_told_whom_to_ask(name):
    """Where the other person is in the police or the army, a helpline or a lawyer is named."""
    text = page_text(name)
    found = re.search(r"in the police or (?:the )?army", text)
    assert found
    assert re.search(r"helpline|service|lawyer", text[found.start() : found.start() + 200])


# Handovers and slips.


def test_an_unsafe_handover_has_immediate_steps():
    """A parent at a handover with a drunk driver or a threat finds what to do now, also on the handout."""
    text = handout_text("modified/children.md")
    steps = ("drunk", "where people are", "emergency number", "do not block the car", "lawyer the same day")
    assert [word for word in steps if word not in text] == []


def test_a_step_after_contact_says_what_to_put_off():
    """“Do it tomorrow” is no advice: the step names blocking and muting."""
    text = list_item("holding/slip.md", "Put back what you opened")
    assert "do it tomorrow" not in text
    assert "wait with blocking and muting until tomorrow" in text
