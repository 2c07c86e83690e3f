"""What the product takes: writing the demo, starting a worker beside the database, memory after work."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

PASSWORD, ROLES = "RenLuyen-2021", ("admin.kiengiang", "bithu.rachgia", "bithu.chidoan", "uyvien.chidoan")
PAGES = ("viec-cua-toi", "can-xu-ly", "chuong-trinh/kien_giang_kl06-2021/tien-do", "quan-tri/don-vi", "tai-khoan")


@pytest.fixture
def demo() -> Iterator[dict[str, object]]:
    """`renluyen demo` on an empty folder: its address, its own process, and the seconds of each stage."""
    folder = Path(tempfile.mkdtemp(prefix="rl-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).parent / "renluyen"),
        "demo",
        "--port",
        str(port),
        "--data",
        str(folder / "data"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    told, begun = [], 0.0
    for line in process.stdout:
        told.append(line)
        if f"Mở http://127.0.0.1:{port}" in line:
            begun = time.perf_counter()
            break
    address = f"http://127.0.0.1:{port}"
    while time.perf_counter() - begun < 20:
        try:
            if httpx.get(f"{address}/health/ready").status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.02)
    written = re.search(r"Đang tạo dữ liệu mẫu: xong sau ([\d.,]+) giây", "".join(told))
    yield {
        "address": address,
        "process": psutil.Process(process.pid),
        "start": time.perf_counter() - begun,
        "written": float(written[1].replace(",", ".")),
    }
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    shutil.rmtree(folder, ignore_errors=True)


def browse(address: str, username: str) -> int:
    """Sign in and read pages; how many answers were fine."""
    with httpx.Client(base_url=f"{address}/kien-giang", follow_redirects=True) as client:
        csrf = re.search(r'name="_csrf" value="(\w+)"', client.get("/dang-nhap").text)[1]
        client.post("/dang-nhap", data={"_csrf": csrf, "username": username, "password": PASSWORD})
        return sum(client.get(f"/{page}").status_code in (200, 404) for page in PAGES * 15)


def test_the_demo_is_written_quickly_and_a_worker_stays_small(demo):
    """Demo data in under 60 s, a worker ready in under 3 s, under 200 MB after some hundred pages of four roles."""
    assert sum(browse(demo["address"], role) for role in ROLES) == len(ROLES) * len(PAGES) * 15
    workers = [child for child in demo["process"].children(recursive=True) if "postgres" not in child.name()]
    size = max(worker.memory_info().rss for worker in workers) / 1e6
    print(f"\ndemo data written: {demo['written']:.1f} s (bar 60)")
    print(f"worker ready: {demo['start']:.2f} s (bar 3)")
    print(f"worker memory after {len(ROLES) * len(PAGES) * 15} pages: {size:.0f} MB (bar 200)")
    assert demo["written"] < 60
    assert demo["start"] < 3
    assert size < 200
