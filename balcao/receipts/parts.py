"""What the house takes over from receipts: their pages, and their sentences."""

from balcao.jobs.status import tell_results
from balcao.receipts import metrics, routes, texts
from balcao.receipts.canonical import result_view
from balcao.receipts.checks import texts as check_texts
from balcao.receipts.files import routes as file_routes
from balcao.receipts.job_args import ReadReceipt
from balcao.receipts.pages import export, orders, receivers
from balcao.receipts.pages import routes as page_routes
from balcao.receipts.reading import texts as reading_texts
from balcao.receipts.upload import routes as upload_routes

PAGES = (page_routes, export, orders, receivers)
BLUEPRINTS = tuple(each.bp for each in (*PAGES, file_routes, routes, upload_routes))
NAV = page_routes.NAV
COUNTED = metrics.collect
SENTENCES = tuple(each.SENTENCES for each in (texts, reading_texts, check_texts))

tell_results(ReadReceipt.kind, result_view)
