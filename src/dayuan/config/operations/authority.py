"""A certificate authority for one compound, so that phones in its network get HTTPS.

Camera, passkeys and work without a network are given by browsers to secure
origins alone. A compound without a public name makes its own authority once and
puts its certificate on the devices. The keys are made by OpenSSL, which every
Debian has, and lie in one folder that its owner alone may enter.
"""

import re
import shutil
import subprocess
from ipaddress import ip_address
from pathlib import Path

from dayuan.config.operations.failures import OperationFailedError
from dayuan.kernel.text import Text

#: Days that certificates are good for; devices refuse those of servers above 825.
AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def make(folder: Path, *, name: str) -> Path:
    """Make an authority; return the certificate for the devices. Never replaces one."""
    key, certificate = folder / "ca.key", folder / "ca.crt"
    if key.exists() or certificate.exists():
        raise _refused(
            f"{folder} 里已有证书颁发机构，不会覆盖。", f"{folder} holds an authority already."
        )
    if not name or not name.isprintable() or "/" in name or len(name) > 60:
        raise _refused("名称要写一到六十个字。", "Name it with one to sixty characters.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _new_key(key)
    _openssl(
        "req", "-x509", "-new", "-utf8", "-sha256", "-days", str(AUTHORITY_DAYS),
        "-key", str(key), "-out", str(certificate), "-subj", f"/CN={name}",
        "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    )  # fmt: skip
    return certificate


def issue(folder: Path, *, names: list[str]) -> tuple[Path, Path]:
    """Issue a certificate for names and addresses; return it and its key, renewed where they are.

    A certificate that runs out is issued anew under the same authority: the devices
    need nothing.
    """
    if not (folder / "ca.key").exists():
        raise _refused(
            f"{folder} 里没有证书颁发机构，请先运行 dayuan ca make。",
            f"There is no authority in {folder}; run dayuan ca make first.",
        )
    alternatives = ",".join(_alternative(name) for name in names)
    stem = folder / f"server-{re.sub('[^a-z0-9.-]', '_', names[0])}"
    key, certificate = stem.with_name(f"{stem.name}.key"), stem.with_name(f"{stem.name}.crt")
    request, extensions = stem.with_name(f"{stem.name}.csr"), stem.with_name(f"{stem.name}.ext")
    if not key.exists():
        _new_key(key)
    extensions.write_text(
        f"subjectAltName=critical,{alternatives}\nbasicConstraints=critical,CA:FALSE\n"
        "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
        "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n",
        encoding="ascii",
    )
    try:
        _openssl("req", "-new", "-key", str(key), "-out", str(request), "-subj", "/CN=dayuan")
        _openssl(
            "x509", "-req", "-sha256", "-days", str(SERVER_DAYS), "-in", str(request),
            "-CA", str(folder / "ca.crt"), "-CAkey", str(folder / "ca.key"),
            "-set_serial", _serial(), "-extfile", str(extensions), "-out", str(certificate),
        )  # fmt: skip
    finally:
        request.unlink(missing_ok=True)
        extensions.unlink(missing_ok=True)
    return certificate, key


def _alternative(name: str) -> str:
    try:
        return f"IP:{ip_address(name)}"
    except ValueError:
        pass
    if not _HOST.fullmatch(name):
        raise _refused(
            f"{name} 不是主机名，也不是地址。", f"{name} is neither a host name nor an address."
        )
    return f"DNS:{name}"


def _new_key(file: Path) -> None:
    _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(file))
    file.chmod(0o600)


def _serial() -> str:
    return f"0x{_openssl('rand', '-hex', '16').strip()}"


def _openssl(*arguments: str) -> str:
    program = shutil.which("openssl")
    if program is None:
        raise _refused("找不到 openssl，请安装。", "openssl is not there; install it.")
    done = subprocess.run(  # noqa: S603 - OpenSSL itself, names checked
        [program, *arguments], capture_output=True, text=True, check=False, umask=0o077
    )
    if done.returncode:
        line = (done.stderr.strip().splitlines() or [""])[-1]
        raise _refused(f"openssl 失败：{line}", f"openssl failed: {line}")
    return done.stdout


def _refused(zh: str, en: str) -> OperationFailedError:
    return OperationFailedError(Text(zh, en))
