"""Which language a browser speaks once somebody is logged in."""

from tests.contracts.accounts.door import enter


def test_a_new_browser_speaks_the_language_of_the_account(door):
    door.account(locale="pt_PT")
    browser = door.browser()

    enter(browser)

    assert 'lang="pt-PT"' in browser.get("/").text


def test_a_language_chosen_in_this_browser_stays(door):
    door.account(locale="pt_PT")
    browser = door.browser()
    browser.post("/language", data={"lang": "pt-BR"})

    enter(browser)

    assert 'lang="pt-BR"' in browser.get("/").text
