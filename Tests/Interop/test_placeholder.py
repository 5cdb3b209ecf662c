import os


def test_the_binary_was_built():
    assert os.access(os.environ["FURROW_BIN"], os.X_OK)
