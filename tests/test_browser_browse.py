"""Narrows the real list of cases down in Chromium: facets, words, order, chips, the address, and the keyboard alone."""

import re
from itertools import product
from typing import TypeAlias

import pytest
from browser import Visit, faults, paths
from playwright.sync_api import Locator, Page, Route, expect

from casebook import address
from casebook.showing.browse import browse
from casebook.showing.links import Links
from casebook.showing.render import reading_minutes

pytestmark = pytest.mark.slow

Chosen: TypeAlias = dict[str, list[str]]

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
COPIES = 10


def shown(page: Page) -> list[str]:
    """The slugs of the cases that are shown, in order."""
    found = paths(page.locator("[data-casebook-case] h2 a"))
    return [path.removeprefix(address.BROWSE).removesuffix("/") for path in found]


def said(page: Page) -> str:
    return page.locator(".casebook-browse").get_by_role("status").inner_text()


def asked(page: Page) -> str:
    return page.url.partition("?")[2]


def words(page: Page) -> Locator:
    return page.get_by_label("Words in a title")


def box(page: Page, group: str, tag: str) -> Locator:
    return page.locator(f"[name='{group}'][value='{tag}']")


def chips(page: Page) -> Locator:
    return page.get_by_role("list", name="What you chose").get_by_role("button")


def go(page: Page, steps: int) -> None:
    """Back and forward within the page: until it has heard of it."""
    page.evaluate(
        """steps => new Promise((heard) => {
            addEventListener("popstate", () => setTimeout(heard), { once: true });
            history.go(steps);
        })""",
        steps,
    )


def query(chosen: Chosen) -> str:
    return "&".join(f"{group}={tag}" for group, tags in chosen.items() for tag in tags)


def fitting(links: Links, chosen: Chosen) -> list[str]:
    """The cases that have any of the tags of each group, the newest first."""
    cases = links.casebook.cases
    return [
        slug
        for slug in links.newest
        if all(set(tags) & set(cases[slug].tags.get(group, [])) for group, tags in chosen.items())
    ]


def counts(page: Page) -> dict[tuple[str, str], int]:
    """What stands beside each tag."""
    return {
        (name, value): int(number)
        for name, value, number in page.locator(".casebook-filter fieldset label").evaluate_all(
            "labels => labels.map(({ children: [box, , number] }) => [box.name, box.value, number.textContent])"
        )
    }


@pytest.fixture(scope="module")
def chosen(links: Links) -> Chosen:
    """Two tags of one group and one of another, in the order of the page, that leave some cases but not all."""
    facets = browse(links).facets
    for one, other in product(facets, facets):
        for pair in zip(one.tags, list(one.tags)[1:], strict=False):
            for tag in other.tags:
                found = {one.id: list(pair), other.id: [tag]}
                apart = [fitting(links, {one.id: [each], other.id: [tag]}) for each in pair]
                if facets.index(one) < facets.index(other) and all(apart) and apart[0] != apart[1]:
                    return found
    raise LookupError("no two groups tell the cases apart")


@pytest.fixture(scope="module")
def nowhere(links: Links) -> Chosen:
    """A tag of each of two groups that no case has both of."""
    facets = browse(links).facets
    for one, other in product(facets, facets):
        for tag, another in product(one.tags, other.tags):
            found = {one.id: [tag], other.id: [another]}
            if facets.index(one) < facets.index(other) and not fitting(links, found):
                return found
    raise LookupError("each two tags have a case in common")


def test_facets_narrow_the_list_and_their_counts_follow(visit: Visit, links: Links, chosen: Chosen) -> None:
    page = visit(address.BROWSE, viewport=WIDE)
    assert (shown(page), counts(page)) == (
        list(links.newest),
        {name: len(slugs) for name, slugs in links.tags.items() if slugs},
    )
    for group, tags in chosen.items():
        for tag in tags:
            box(page, group, tag).check()
    fits = fitting(links, chosen)
    assert (shown(page), said(page), asked(page)) == (
        fits,
        f"{len(fits)} of {len(links.newest)} case studies",
        query(chosen),
    )
    used = [name for name, slugs in links.tags.items() if slugs]
    assert counts(page) == {(group, tag): len(fitting(links, chosen | {group: [tag]})) for group, tag in used}


def test_the_address_is_reloaded_and_gone_back_over(visit: Visit, links: Links, chosen: Chosen) -> None:
    page = visit(f"{address.BROWSE}?from=a-friend", viewport=WIDE)
    steps = [("from=a-friend", list(links.newest))]
    done: Chosen = {}
    for group, tags in chosen.items():
        for tag in tags:
            box(page, group, tag).check()
            done.setdefault(group, []).append(tag)
            steps.append((f"from=a-friend&{query(done)}", fitting(links, done)))
    page.reload()
    assert (asked(page), shown(page)) == steps[-1]
    for step in reversed(steps[:-1]):
        go(page, -1)
        assert (asked(page), shown(page)) == step
    go(page, 1)
    assert (asked(page), shown(page)) == steps[1]
    page.goto(f"/{address.LESSONS}")
    page.go_back()
    assert (asked(page), shown(page)) == steps[1]


def test_a_whole_state_is_opened_by_its_address(visit: Visit, links: Links) -> None:
    slug = links.newest[3]
    case = links.casebook.cases[slug]
    group, tags = next(iter(case.tags.items()))
    word = max(re.findall(r"\w+", case.title), key=len)
    state = f"{group}={tags[0]}&with_words={word}&sort_by=shortest"
    page = visit(f"{address.BROWSE}?{state}&{group}=no-such-tag")
    assert (slug in shown(page), words(page).input_value(), page.get_by_label("Order").input_value()) == (
        True,
        word,
        "shortest",
    )
    assert chips(page).all_inner_texts() == [
        f"“{word}”",
        links.casebook.tag_groups[group].tags[tags[0]],
        "Clear all",
    ]


def test_words_are_found_whatever_their_accents_and_case(visit: Visit, links: Links) -> None:
    slug = links.newest[2]
    case = links.casebook.cases[slug]
    group, tags = next(iter(case.tags.items()))
    label = re.findall(r"\w+", links.casebook.tag_groups[group].tags[tags[0]])[0]
    title = max(re.findall(r"\w+", case.title), key=len)
    name = re.findall(r"\w+", case.subject.name)[-1] if case.subject and case.subject.name else "Anonymous"
    page = visit(address.BROWSE)
    words(page).fill(f"  {title[:-1].upper()} {label.replace('e', 'é').replace('o', 'ö')}, {name.lower()} ")
    assert slug in shown(page)
    for slug, case in links.casebook.cases.items():
        words(page).fill(case.title)
        assert slug in shown(page)


def test_what_is_typed_in_one_go_is_one_step_back(visit: Visit, links: Links) -> None:
    page = visit(address.BROWSE)
    words(page).press_sequentially("Zzqxv")
    assert (asked(page), shown(page)) == ("with_words=Zzqxv", [])
    go(page, -1)
    assert (asked(page), words(page).input_value(), shown(page)) == ("", "", list(links.newest))


def test_the_order_is_chosen(visit: Visit, links: Links) -> None:
    cases = links.casebook.cases
    page = visit(address.BROWSE)
    for name, wanted in {
        "Most lessons first": sorted(links.newest, key=lambda slug: -len(cases[slug].lessons)),
        "Shortest to read first": sorted(links.newest, key=lambda slug: reading_minutes(links.casebook.spaces[slug])),
        "Newest first": list(links.newest),
    }.items():
        page.get_by_label("Order").select_option(name)
        assert shown(page) == wanted
    go(page, -1)
    assert (asked(page), page.get_by_label("Order").input_value()) == ("sort_by=shortest", "shortest")


def test_chips_take_choices_away_one_by_one(visit: Visit, links: Links, chosen: Chosen) -> None:
    page = visit(f"{address.BROWSE}?{query(chosen)}&with_words=a", viewport=WIDE)
    labels = [links.casebook.tag_groups[group].tags[tag] for group, tags in chosen.items() for tag in tags]
    assert chips(page).all_inner_texts() == ["“a”", *labels, "Clear all"]
    page.get_by_role("button", name="Remove “a”").click()
    expect(page.get_by_role("button", name=f"Remove {labels[0]}")).to_be_focused()
    page.get_by_role("button", name=f"Remove {labels[-1]}").click()
    expect(page.get_by_role("button", name=f"Remove {labels[-2]}")).to_be_focused()
    group, tags = next(iter(chosen.items()))
    assert (asked(page), shown(page)) == (query({group: tags}), fitting(links, {group: tags}))
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".casebook-browse").get_by_role("status")).to_be_focused()
    assert (asked(page), said(page), chips(page).count()) == ("", f"{len(links.newest)} case studies", 0)


def test_where_nothing_fits_the_best_thing_to_leave_out_is_offered(visit: Visit, links: Links, nowhere: Chosen) -> None:
    page = visit(f"{address.BROWSE}?{query(nowhere)}")
    (one, other), names = nowhere.items(), links.casebook.tag_groups
    offers = []
    for (gone, [tag]), (left, tags) in [(one, other), (other, one)]:
        count = len(fitting(links, {left: tags}))
        studies = "case study" if count == 1 else "case studies"
        offers.append((-count, f"Leave out {names[gone].tags[tag]}: {count} {studies}"))
    found = page.get_by_role("button", name="Leave out")
    counted = [int(text.rpartition(": ")[2].split()[0]) for text in found.all_inner_texts()]
    assert (said(page), shown(page)) == (f"None of {len(links.newest)} case studies has all that you chose", [])
    assert (sorted(found.all_inner_texts()), counted) == (
        sorted(text for _, text in offers),
        sorted((-count for count, _ in offers), reverse=True),
    )
    found.first.click()
    expect(page.locator(".casebook-browse").get_by_role("status")).to_be_focused()
    assert (len(shown(page)), found.count()) == (counted[0], 0)


def test_where_no_word_fits_the_whole_text_can_be_searched(visit: Visit) -> None:
    page = visit(address.BROWSE)
    words(page).fill("zzqxv")
    page.get_by_role("button", name="Search the whole text").click()
    expect(page.locator("dialog")).to_be_visible()


def test_the_number_of_cases_is_said_politely_and_once(visit: Visit, links: Links, chosen: Chosen) -> None:
    page = visit(address.BROWSE, viewport=WIDE)
    page.evaluate("""() => {
        window.said = [];
        const status = document.querySelector(".casebook-browse [role=status]");
        new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
    }""")
    group, [tag, _] = next(iter(chosen.items()))
    box(page, group, tag).check()
    page.get_by_label("Order").select_option("Most lessons first")
    total = f"{len(links.newest)} case studies"
    assert page.evaluate("said") == [f"{len(fitting(links, {group: [tag]}))} of {total}"]


def test_the_keyboard_alone_narrows_the_list(visit: Visit, links: Links, chosen: Chosen) -> None:
    page = visit(address.BROWSE, viewport=PHONE)
    group, [tag, _] = next(iter(chosen.items()))
    words(page).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Order")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Choose tags")).to_have_attribute("aria-expanded", "true")
    heading = page.get_by_role("button", name=links.casebook.tag_groups[group].title)
    for _ in range(len(links.casebook.tag_groups)):
        page.keyboard.press("Tab")
        if heading.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Space")
    for _ in range(list(browse_tags(links, group)).index(tag) + 1):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(box(page, group, tag)).to_be_checked()
    page.keyboard.press("Enter")  # in a box, as anywhere in a form
    expect(page.get_by_role("button", name="Choose tags")).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".casebook-browse").get_by_role("status")).to_be_focused()
    fits = fitting(links, {group: [tag]})
    assert shown(page) == fits
    page.keyboard.press("Tab")
    expect(page.locator("[data-casebook-case] a").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")  # past “Clear all”
    page.keyboard.press("Enter")
    assert (asked(page), shown(page)) == ("", list(links.newest))


def browse_tags(links: Links, group: str) -> dict[str, str]:
    [tags] = [facet.tags for facet in browse(links).facets if facet.id == group]
    return tags


def test_on_a_phone_tags_are_folded_away_above_the_list(visit: Visit, links: Links, chosen: Chosen) -> None:
    page = visit(address.BROWSE, viewport=PHONE)
    group, [tag, _] = next(iter(chosen.items()))
    expect(box(page, group, tag)).to_be_hidden()
    page.get_by_role("button", name="Choose tags").click()
    page.get_by_role("button", name=links.casebook.tag_groups[group].title).click()
    box(page, group, tag).check()
    count = len(fitting(links, {group: [tag]}))
    facets, first = page.locator(".casebook-filter__facets").bounding_box(), page.locator("h2 a").first.bounding_box()
    assert facets["y"] + facets["height"] <= first["y"]
    page.get_by_role("button", name=f"Show {count} of {len(links.newest)} case studies").click()
    expect(box(page, group, tag)).to_be_hidden()
    expect(page.locator(".casebook-browse").get_by_role("status")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Choose tags")).to_have_accessible_name("Choose tags 1 chosen")


def many(route: Route) -> None:
    """The list as it is where there are many cases."""
    answer = route.fetch()
    html = re.sub(r"(?s)(?=<li data-casebook-case)(.*</li>)", lambda rows: rows[1] * COPIES, answer.text(), count=1)
    route.fulfill(response=answer, body=html)


def test_a_long_list_is_shown_in_parts(visit: Visit, links: Links) -> None:
    page = visit()
    page.route(f"**/{address.BROWSE}*", many)
    page.goto(address.BROWSE)
    total, rows = len(links.newest) * COPIES, page.locator("[data-casebook-case]")
    assert (said(page), rows.count()) == (f"{total} case studies", 60)
    page.get_by_role("button", name="Show 60 more").click()
    expect(rows.nth(60).get_by_role("link").first).to_be_focused()
    assert rows.count() == 120
    page.goto(f"/{address.LESSONS}")
    page.go_back()
    assert rows.count() == 120
    page.get_by_label("Order").select_option("Most lessons first")
    expect(rows).to_have_count(60)


def test_of_a_long_list_what_is_on_the_screen_comes_first(visit: Visit) -> None:
    page = visit()
    page.route(f"**/{address.BROWSE}*", many)
    page.goto(address.BROWSE)
    titles = page.locator("[data-casebook-case] h2")
    at_once = page.get_by_label("Order").evaluate("""(order) => {
        order.value = "lessons";
        order.dispatchEvent(new Event("change", { bubbles: true }));
        return [...document.querySelectorAll("[data-casebook-case] h2")].map((title) => title.innerText);
    }""")
    expect(titles).to_have_count(60)
    assert (len(at_once), titles.all_inner_texts()[:20]) == (20, at_once)


def test_without_javascript_all_cases_are_there(visit: Visit, links: Links) -> None:
    page = visit(address.BROWSE, java_script_enabled=False)
    hidden = ".casebook-browse :is(form, button, input, select), [data-casebook-search-open], dialog"
    unusable = page.locator(hidden).locator("visible=true")
    tags = {path for path in paths_without_script(page) if path.startswith(address.TAGS)}
    titles = [links.casebook.cases[slug].title for slug in links.newest]
    assert (page.locator("[data-casebook-case] h2").all_inner_texts(), unusable.count(), tags) == (
        titles,
        0,
        {address.tag(*name) for name, slugs in links.tags.items() if slugs},
    )


def paths_without_script(page: Page) -> list[str]:
    """Where the links of the noscript part lead."""
    found = page.locator(".casebook-after dd a")
    return [str(link.get_attribute("href")).removeprefix("../") for link in found.all()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing(visit: Visit, nowhere: Chosen, scheme: str, viewport: dict[str, int]) -> None:
    page = visit(f"{address.BROWSE}?{query(nowhere)}", color_scheme=scheme, viewport=viewport)
    empty = faults(page)
    if viewport is PHONE:
        page.get_by_role("button", name="Choose tags").click()
    words(page).fill("a")
    page.get_by_role("button", name="Clear all").click()
    assert (empty, faults(page)) == ([], [])
