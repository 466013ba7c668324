"""Every way a file comes over the counter, and what is said of those that are none."""

import re
from base64 import b64encode

import pytest
from playwright.sync_api import expect

from tests.e2e.receipts import READ_IN_MS, UPLOAD, Owner, Told, drawn, photographed

ON_ITS_PAGE = re.compile("/receipts/[0-9a-f-]{36}$")
CARRIED = """([base64, how]) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], "imagem.png", { type: "image/png" }));
    const place = document.querySelector("[data-part=area]");
    const [bubbles, dataTransfer, clipboardData] = [true, carried, carried];
    const dragged = (kind) => new DragEvent(kind, { bubbles, dataTransfer });
    const happens = how === "dropped"
        ? ["dragenter", "dragover", "drop"].map(dragged)
        : [new ClipboardEvent("paste", { bubbles, clipboardData })];
    for (const event of happens) place.dispatchEvent(event);
}"""


def test_a_photo_of_a_screen_is_read_and_the_page_is_good_to_look_at_everywhere(owner, tmp_path):
    photo = photographed(tmp_path / "imagem.jpg", drawn(tmp_path / "tela.png"))
    owner.page.goto(UPLOAD)
    owner.sees_everywhere("hand-in")

    owner.reads(photo)

    expect(owner.field("amount")).to_have_value(re.compile(r"150[.,]00"))
    expect(owner.field("date")).to_have_value("2026-10-08")
    expect(owner.field("transaction_id")).to_have_value(re.compile("^E60701190202610081722"))
    owner.sees_everywhere("photo")


def test_the_stages_of_reading_are_told_in_words(owner, tmp_path):
    page = owner.page
    page.add_init_script("""addEventListener("DOMContentLoaded", () => {
        window.told = [];
        const note = () => {
            const words = document.querySelector("[data-part=stage]")?.textContent;
            if (words && window.told.at(-1) !== words) window.told.push(words);
        };
        new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
    })""")

    owner.reads(drawn(tmp_path / "comprovante.png"))

    told = page.evaluate("window.told")
    assert told, "something was said while it was read"
    assert not any(re.search(r"receipts\.|jobs\.", words) for words in told)


def test_several_files_each_have_a_line_and_a_bad_one_stops_no_other(owner, tmp_path):
    page = owner.page
    good = drawn(tmp_path / "boa.png")
    later = drawn(tmp_path / "agendada.png", Told("77,00", note="Pix agendado para 20/12/2026"))
    rubbish, empty = tmp_path / "lista.xlsx", tmp_path / "vazia.png"
    rubbish.write_bytes(b"PK\x03\x04" + bytes(400))
    empty.write_bytes(b"")
    damaged = tmp_path / "quebrada.png"
    damaged.write_bytes(good.read_bytes()[:9000])

    owner.hands_in(rubbish, good, empty, damaged, later)

    expect(owner.line("lista.xlsx")).to_contain_text("neither a picture nor a PDF")
    expect(owner.line("vazia.png")).to_contain_text("The file is empty")
    expect(owner.line("boa.png")).to_have_attribute("data-state", "finished", timeout=READ_IN_MS)
    expect(owner.line("boa.png")).to_contain_text(re.compile(r"150[.,]00"))
    expect(owner.line("agendada.png")).to_contain_text("Only scheduled", timeout=READ_IN_MS)
    expect(owner.line("quebrada.png")).to_contain_text("damaged", timeout=READ_IN_MS)
    owner.sees_everywhere("several")
    owner.line("lista.xlsx").get_by_role("button", name="Remove").click()
    expect(owner.line("lista.xlsx")).to_have_count(0)
    owner.line("boa.png").get_by_role("link", name="See it").click()
    expect(page).to_have_url(ON_ITS_PAGE)


@pytest.mark.parametrize("how", ["dropped", "pasted"])
def test_a_picture_may_be_dropped_or_pasted(owner, tmp_path, how):
    page = owner.page
    picture = drawn(tmp_path / "comprovante.png").read_bytes()
    page.goto(UPLOAD)
    expect(page.locator("[data-part=how]")).to_be_visible()

    page.evaluate(CARRIED, [b64encode(picture).decode(), how])

    page.wait_for_url(ON_ITS_PAGE)
    expect(owner.verdict).to_be_visible(timeout=READ_IN_MS)


def test_a_blurred_picture_is_told_before_it_is_read(owner, tmp_path):
    blurred = drawn(tmp_path / "tremida.png", blurred=True)

    owner.hands_in(blurred, drawn(tmp_path / "boa.png"))

    advice = "[data-part=advice]"
    expect(owner.line("tremida.png").locator(advice)).to_contain_text("looks blurred")
    expect(owner.line("boa.png").locator(advice)).to_be_hidden()


def test_without_javascript_rubbish_is_refused_in_words_too(owner, tmp_path, new_browser):
    rubbish = tmp_path / "comprovante.png"
    rubbish.write_bytes(b"<html><script>alert(1)</script>" * 40)
    page = new_browser(java_script_enabled=False).new_page()
    page.context.add_cookies(owner.page.context.cookies())
    page.goto(UPLOAD)

    page.locator("input[name=comprovante]").first.set_input_files(rubbish)
    page.get_by_role("button", name="Read the receipts").click()

    expect(page.locator("main")).to_contain_text("We read JPG, PNG, WEBP, HEIC and PDF")
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("button", name="Read the receipts")).to_be_visible()
    page.goto("/receipts")
    expect(page.locator(".row")).to_have_count(0)


def test_what_is_being_read_goes_on_without_this_tab(owner, tmp_path):
    page = owner.page
    owner.hands_in(drawn(tmp_path / "comprovante.png"))
    page.wait_for_url(ON_ITS_PAGE)
    other = Owner(page.context.new_page())
    other.page.goto(page.url)

    page.reload()

    for looking in (owner, other):
        expect(looking.verdict).to_be_visible(timeout=READ_IN_MS)
        expect(looking.field("amount")).to_have_value(re.compile(r"150[.,]00"))
