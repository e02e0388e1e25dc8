"""What a face asks for by name is a task of the workers."""

from celery.canvas import Signature

from arena import orders
from contest import celery_app
from contest.exports.queueing import make_export


def test_each_order_names_a_task() -> None:
    celery_app.loader.import_default_modules()
    asked = [order for order in vars(orders).values() if isinstance(order, Signature)]
    assert {order.task for order in asked} | {make_export.task} <= set(celery_app.tasks)
    assert len(asked) >= 4
