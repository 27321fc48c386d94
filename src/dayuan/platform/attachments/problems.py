"""Why a file is not taken, in sentences that say what to do instead."""

from django.conf import settings

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.attachments import limits

_MB = limits.FILE_BYTES // limits.MB
_SAYS = {
    "size": Text(
        f"文件超过 {_MB} MB。请压缩或拆分后再上传。",
        f"The file is larger than {_MB} MB. Make it smaller or split it.",
    ),
    "empty": Text("文件是空的。请重新选择。", "The file is empty. Choose it again."),
    "name": Text(
        f"文件名无效或超过 {limits.NAME_CHARACTERS} 个字。请改短后再上传。",
        f"The file's name cannot be used or has more than {limits.NAME_CHARACTERS} characters. "
        "Give it a shorter one.",
    ),
    "type": Text(
        "不接收这类文件。可以上传照片（JPG、PNG、WebP、HEIC）、PDF、Word、Excel、PPT 和文本。",
        "Files of this kind are not taken. Photos (JPG, PNG, WebP, HEIC), PDF, Word, Excel, "
        "PowerPoint and text are.",
    ),
    "phone": Text(
        "不接收这种照片或视频。请在手机相机设置中选择“兼容性最佳”，或另存为 JPG 后上传。",
        "Photos or films of this kind are not taken. Set the phone's camera to “most "
        "compatible”, or save the photo as JPG.",
    ),
    "old_office": Text(
        "不接收旧版或加密的 Office 文件。请另存为不加密的 docx、xlsx 或 pptx。",
        "Old or encrypted Office files are not taken. Save it as docx, xlsx or pptx "
        "without a password.",
    ),
    "mismatch": Text(
        "文件内容与扩展名不符。请上传原始文件，不要改扩展名。",
        "The content is not what the name says. Upload the original file without renaming it.",
    ),
    "hidden_archive": Text(
        "文件里夹带了别的内容。请重新导出一份再上传。",
        "Something else is hidden in this file. Export it anew and upload that.",
    ),
    "pixels": Text(
        "图片尺寸过大。请缩小后再上传。", "The picture has too many pixels. Make it smaller."
    ),
    "blank": Text(
        "签名是空白的，或看不清笔画。请重新签，或重新拍一张。",
        "The signature is blank, or its strokes cannot be seen. Sign again, or take "
        "another picture.",
    ),
    "no_picture": Text(
        "签名要的是图片。请在框里签，或拍下签名，上传 JPG、PNG 或 WebP。",
        "A signature is a picture. Sign in the box, or photograph the signature and upload "
        "it as JPG, PNG or WebP.",
    ),
    "archive": Text(
        "文件解开后过大或结构异常。请重新保存一份再上传。",
        "Unpacked, this file is too large or oddly built. Save it anew and upload that.",
    ),
    "time": Text(
        "打开这个文件用时过长，没有接收。请重试一次；仍不行时，请另存一份较小的再上传。",
        "Opening this file took too long, so it was not taken. Try once more; if that does "
        "not help, save a smaller one and upload that.",
    ),
    "macro": Text(
        "不接收带宏的文件。请另存为不带宏的格式。",
        "Files with macros are not taken. Save it in a format without macros.",
    ),
    "broken": Text(
        "文件已损坏，无法打开。请检查原文件。", "The file is damaged. Check the original."
    ),
    "count": Text(
        f"每项最多 {limits.PER_OWNER} 个附件。请先整理已有的附件。",
        f"A record takes at most {limits.PER_OWNER} files. Tidy up the ones that are there.",
    ),
    "disk": Text(
        "存储空间不足，暂时不能上传。请通知系统管理员。",
        "There is too little room on the disk. Tell the administrator.",
    ),
}
_SAME = {"memory": "archive"}


def unfit(code: str) -> Refused:
    """Return the refusal of this codeword."""
    known = _SAME.get(code, code)
    return Refused(Blocker(f"files.{known}", _SAYS.get(known) or _full(known)))


def _full(code: str) -> Text:
    """Return why there is no room; how much there is, an installation says."""
    if code == "day":
        most = settings.FILES_A_DAY // limits.MB
        return Text(
            f"您今天上传的文件已到 {most} MB 的上限。请明天再传；文字可以照常填写。"
            "确需今天上传的，请找系统管理员。",
            f"You have uploaded as much as one person may on a day ({most} MB). Upload the rest "
            "tomorrow; words can be written as ever. If it must be today, ask the administrator.",
        )
    most = settings.FILES_OF_SITE // (1024 * limits.MB)
    return Text(
        f"本大院的文件已占满 {most} GB，暂时不能上传。文字可以照常填写；请通知系统管理员。",
        f"The files of this compound fill the {most} GB it has, so none can be uploaded now. "
        "Words can be written as ever; tell the administrator.",
    )
