"""Small pictures of pictures, drawn by a job after the upload."""

from django_tasks import task

from dayuan.kernel.problems import Refused
from dayuan.platform.attachments import store
from dayuan.platform.attachments.models import Attachment


@task(queue_name="fast")
def draw(attachment_id: int) -> None:
    """Draw the preview of one attachment; done twice, it is the same picture."""
    waiting = Attachment.objects.filter(pk=attachment_id, preview=Attachment.Preview.WAITING)
    sha256 = waiting.values_list("sha256", flat=True).first()
    if sha256 is None:
        return
    try:
        store.make_preview(sha256)
    except Refused:
        waiting.update(preview=Attachment.Preview.FAILED)
    else:
        waiting.update(preview=Attachment.Preview.READY)
