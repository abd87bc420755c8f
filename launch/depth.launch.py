"""Depth, its standard deviation and clouds from one camera and a network."""

import runpy
from pathlib import Path
from types import SimpleNamespace

shared = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name('node_actions.py'))))


def generate_launch_description():
    return shared.description([*shared.mono_arguments(), *shared.common_arguments('mono')], shared.mono)
