"""Depth, its standard deviation, disparity and clouds from a stereo pair."""

import runpy
from pathlib import Path
from types import SimpleNamespace

shared = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name('node_actions.py'))))


def generate_launch_description():
    return shared.description([*shared.stereo_arguments(), *shared.common_arguments('stereo')], shared.stereo)
