"""A recording played by ros2 bag play, with Fathom's live node on its topics.

Fathom itself reads recordings faster than they were made, and without loss: fathom replay BAG --out DIR.
"""

import runpy
from pathlib import Path
from types import SimpleNamespace

from launch.actions import DeclareLaunchArgument, ExecuteProcess, Shutdown, TimerAction
from launch.substitutions import LaunchConfiguration

shared = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name('node_actions.py'))))


def player(context):
    """The recording as live topics; what follows it has two seconds for its last frames."""
    return ExecuteProcess(
        cmd=['ros2', 'bag', 'play', shared.value(context, 'bag'), '--clock', '100',
             '--rate', shared.value(context, 'rate'), '--delay', shared.value(context, 'delay'),
             *(['--loop'] if shared.value(context, 'loop') == 'true' else [])],
        on_exit=[TimerAction(period=2.0, actions=[Shutdown(reason='the recording is over')])],
        output='screen')


def actions(context):
    pipeline = shared.mono if shared.value(context, 'pipeline') == 'mono' else shared.stereo
    return [*pipeline(context), player(context)]


def generate_launch_description():
    return shared.description([
        DeclareLaunchArgument('bag', description='Recording: a rosbag2 folder.'),
        DeclareLaunchArgument(
            'pipeline', choices=['mono', 'stereo'], description='Whether one camera or a stereo pair is used.'),
        DeclareLaunchArgument('rate', default_value='1.0', description='Speed of the recording; 1.0 is its own.'),
        DeclareLaunchArgument(
            'delay', default_value='5.0',
            description='Seconds until it starts, so that the node has loaded its network by then.'),
        shared.switch('loop', 'false', 'Whether it begins again at its end.'),
        *shared.mono_arguments(), *shared.stereo_arguments(),
        *shared.common_arguments(LaunchConfiguration('pipeline'), use_sim_time='true')], actions)
