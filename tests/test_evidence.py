"""Documents that confirm execution: described, and taken into the store if asked for."""

import hashlib
import os
from pathlib import Path

import pytest

from tracker.domain.directive import Evidence, Signature
from tracker.errors import NotFound, Refused, StoreUnwritable
from tracker.service.add import add
from tracker.service.maintain import findings
from tracker.service.update import News, update
from tracker.store.tiny import FolderStore

CONTENT = "Мектеп салынды".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path, by: Signature) -> FolderStore:
    store = FolderStore(tmp_path / "store")
    add(store, {"kk": "Мектеп салу"}, by=by)
    add(store, {"kk": "Жол салу"}, by=by)
    return store


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "есеп.pdf"
    path.write_bytes(CONTENT)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_file_stays_where_it_is_and_is_described(
    store: FolderStore, document: Path, by: Signature
) -> None:
    update(store, [1], News(evidence=[str(document)]), by=by)
    expected = Evidence("есеп.pdf", str(document.resolve()), by.on, len(CONTENT), SHA256)
    assert FolderStore(store.folder).directive(1).evidence == (expected,)
    assert not (store.folder / "evidence").exists()


def test_an_address_has_neither_size_nor_checksum(store: FolderStore, by: Signature) -> None:
    """Also when it is to be copied: nothing is fetched."""
    url = "https://example.kz/есеп.pdf"
    update(store, [1], News(evidence=[url], copy=True), by=by)
    assert store.directive(1).evidence == (Evidence(url, url, by.on),)
    assert not (store.folder / "evidence").exists()


def test_a_copy_is_taken_into_the_store(store: FolderStore, document: Path, by: Signature) -> None:
    """What becomes of the original does not matter afterwards."""
    seen = document.stat()
    update(store, [1], News(evidence=[str(document)], copy=True), by=by)
    [kept] = store.directive(1).evidence
    where = Path(kept.where)
    assert where.parent == store.folder / "evidence"
    assert where.read_bytes() == CONTENT
    assert (kept.name, kept.size, kept.sha256) == ("есеп.pdf", len(CONTENT), SHA256)
    assert (document.stat().st_ino, document.stat().st_mtime_ns) == (seen.st_ino, seen.st_mtime_ns)
    assert where.stat().st_ino != seen.st_ino
    document.unlink()
    assert list(findings(store, today=by.on)) == []
    where.write_bytes(b"other")
    assert len(list(findings(store, today=by.on))) == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
def test_a_copy_is_private(store: FolderStore, document: Path, by: Signature) -> None:
    document.chmod(0o666)
    update(store, [1], News(evidence=[str(document)], copy=True), by=by)
    folder = store.folder / "evidence"
    assert [path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())] == [0o700, 0o600]
    assert document.stat().st_mode & 0o777 == 0o666


def test_one_document_of_several_directives_is_copied_once(
    store: FolderStore, document: Path, by: Signature
) -> None:
    for ids in ([1, 2], [1]):
        update(store, ids, News(evidence=[str(document)], copy=True), by=by)
    assert len(list((store.folder / "evidence").iterdir())) == 1
    assert [len(d.evidence) for d in store.directives()] == [2, 1]


def test_documents_of_one_name_do_not_meet(
    store: FolderStore, document: Path, by: Signature, tmp_path: Path
) -> None:
    other = tmp_path / "deep" / document.name
    other.parent.mkdir()
    other.write_bytes(b"other")
    update(store, [1], News(evidence=[str(document), str(other)], copy=True), by=by)
    copies = [Path(e.where).read_bytes() for e in store.directive(1).evidence]
    assert copies == [CONTENT, b"other"]


def test_a_dry_run_copies_nothing(store: FolderStore, document: Path, by: Signature) -> None:
    before = contents(store.folder)
    update(store, [1], News(evidence=[str(document)], copy=True), by=by, dry_run=True)
    assert contents(store.folder) == before
    assert not (store.folder / "evidence").exists()


@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize("missing", ["missing.pdf", ""])
def test_a_missing_file_is_refused_and_nothing_is_changed(
    store: FolderStore, document: Path, by: Signature, missing: str, copy: bool
) -> None:
    """Nor is the file copied that is there."""
    before = contents(store.folder)
    news = News(note="есеп", evidence=[str(document), str(document.parent / missing)], copy=copy)
    with pytest.raises(NotFound, match="cannot be read"):
        update(store, [1], news, by=by)
    assert contents(store.folder) == before


def test_a_copy_that_cannot_be_written_is_told_and_nothing_is_changed(
    store: FolderStore, document: Path, by: Signature
) -> None:
    (store.folder / "evidence").write_bytes(b"in the way")
    before = contents(store.folder)
    with pytest.raises(StoreUnwritable):
        update(store, [1], News(evidence=[str(document)], copy=True), by=by)
    assert contents(store.folder) == before


def test_a_url_without_end_is_refused(store: FolderStore, by: Signature) -> None:
    with pytest.raises(Refused, match="longer than"):
        update(store, [1], News(evidence=[f"https://example.kz/{'u' * 10_000}"]), by=by)
    assert store.directive(1).evidence == ()
