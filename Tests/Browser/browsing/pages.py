"""Which pages there are, found as a colleague finds them: by the navigation and the first link of each list."""

from .reader import Reader

# List, and what the addresses of its single things begin with.
SINGLES = [
    ("/orders", "/orders/"),
    ("/cases", "/cases/"),
    ("/customers", "/customers/"),
    ("/standards", "/standards/"),
    ("/calendars", "/calendars/"),
    ("/carriers", "/carriers/"),
    ("/windows", "/windows/"),
    ("/places", "/places/"),
    ("/people", "/people/"),
]
# Reached from elsewhere than the navigation.
OTHERS = [
    "/promises", "/promises?state=broken", "/orders?state=open", "/deliveries?by=carrier", "/service?by=carrier",
    "/conduct/playbooks/abusive",
]


def staff_pages(reader: Reader) -> list[str]:
    """Every page of the navigation, the first single thing of each list, its journal, and a few more."""
    reader.visit("/today")
    pages = ["/today"] + [link for link in reader.links("/") if reader.find_all(f"nav.side a[href='{link}']")]
    for list_page, prefix in SINGLES:
        if list_page not in pages:
            continue
        reader.visit(list_page)
        singles = [link for link in reader.links(prefix) if "?" not in link]
        pages += [link for link in singles if link.endswith("/new")][:1]
        pages += [link for link in singles if not link.endswith("/new")][:1]
    pages += [page + "?kind=message" for page in pages if page.startswith("/customers/")]
    order = next(page for page in pages if page.startswith("/orders/"))
    reader.visit(order)
    pages += reader.links("/journal/")[:1]
    return list(dict.fromkeys(pages + OTHERS))


def tracking_page(reader: Reader, offering: str = "body") -> str:
    """The public page of an order that is under way and shows what the selector `offering` names.

    Looked for from the end of the list, which is sorted by due time: the clock of the demonstration runs, and the orders
    at its head arrive while a check is still looking at them.
    """
    reader.visit("/orders?state=open")
    orders = [link for link in reader.links("/orders/") if "?" not in link]
    for order in reversed(orders):
        reader.visit(order)
        for page in reader.links("/t/")[:1]:
            reader.visit(page)
            if reader.find_all(offering):
                return page
    raise LookupError(f"no order whose tracking page shows {offering}")
