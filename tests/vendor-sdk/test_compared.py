"""The table of what was compared is what is installed and in the catalogues."""

import compared


def test_the_readme_says_what_was_compared():
    text = (compared.HERE / "README.md").read_text(encoding="utf-8")
    assert text == compared.written(text), "write it anew: python tests/vendor-sdk/compared.py --write"


def test_what_was_counted_is_there():
    """A walk that finds nothing would look like a cloud without differences."""
    for cloud, (walk, _) in compared.SDKS.items():
        known = sum(len(names) for _, names, _ in walk())
        assert known > 100, cloud
