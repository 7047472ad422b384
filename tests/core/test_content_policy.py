"""What is written into a page is allowed by its hash, and nothing else is."""

from base64 import b64encode
from hashlib import sha256

import pytest

from core.content_policy import format_policy, inline_hashes


def hash_of(text):
    """Return the source expression of this script or style in a policy."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("markup", "scripts"),
    [
        ("<script>alert(1)</script>", ["alert(1)"]),
        ("<script type=module>\n a = 'ö' \n</script>", ["\n a = 'ö' \n"]),
        ("<script type='text/javascript'>a</script><SCRIPT TYPE=' Module '>b</SCRIPT>", ["a", "b"]),
        ("<script type=importmap>{}</script>", ["{}"]),
        ("<script>a &amp; b</script>", ["a &amp; b"]),
        ("<script>a</script><script>a</script>", ["a"]),
        ("<script type='application/ld+json'>{}</script><script type='text/plain'>a</script>", []),
        ("<script src=a.js></script><SCRIPT defer SRC='b.js'></SCRIPT>", []),
        ("<script src=a.js></script><script data-src='x'>a</script>", ["a"]),
        ("<script src=a.js></script><template><script>a</script></template>", []),
        ("<p>&lt;script>a&lt;/script></p><!-- <script>a</script> -->", []),
    ],
)
def test_inline_scripts_are_hashed(markup, scripts):
    """Each inline script that would run is hashed byte by byte; data blocks and comments are not."""
    assert inline_hashes(markup)["script-src"] == {hash_of(script) for script in scripts}


def test_the_hash_is_the_one_that_browsers_compute():
    """The hash of a known script is the published value."""
    assert inline_hashes("<script>alert(1)</script>")["script-src"] == {
        "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    }


def test_inline_styles_are_hashed():
    """Each style element is hashed byte by byte; a stylesheet that is linked needs no hash."""
    found = inline_hashes("<style>a > b { color: red }</style><link rel=stylesheet href=a.css><p style='color: red'>")
    assert found == {"script-src": set(), "style-src": {hash_of("a > b { color: red }")}}


def test_a_policy_names_its_hashes_by_directive():
    """Hashes are added to what their directive allows, sorted; a directive without any stays as it is."""
    policy = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'"}
    text = format_policy(policy, {"script-src": {"'sha256-b'", "'sha256-a'"}, "style-src": set()})
    assert text == "default-src 'none'; script-src 'self' 'sha256-a' 'sha256-b'; style-src 'self'"
