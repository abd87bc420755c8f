"""A recording played by ros2 bag play, with Fathom's live node on its topics.

Fathom itself reads recordings faster than they were made, and without loss: fathom replay BAG --out DIR.
"""

import runpy
from pathlib import Path
from types import SimpleNamespace

from launch.actions import (
    DeclareLaunchArgument, ExecuteProcess, OpaqueFunction, RegisterEventHandler, Shutdown, TimerAction)
from launch.event_handlers import OnProcessExit
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import LifecycleNode
from launch_ros.event_handlers import OnStateTransition

shared = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name('node_actions.py'))))


def player(context):
    """The recording as live topics; what follows it has two seconds for its last frames.

    What a node published while it was recorded goes to /recorded, so that it does not mix with what this one publishes.
    """
    return ExecuteProcess(
        cmd=['ros2', 'bag', 'play', shared.value(context, 'bag'), '--clock', '100',
             '--rate', shared.value(context, 'rate'), '--disable-keyboard-controls',
             *(['--loop'] if shared.value(context, 'loop') == 'true' else []),
             '--remap', *(f'{topic}:=/recorded{topic}' for topic in shared.products(context).values())],
        on_exit=[TimerAction(period=2.0, actions=[Shutdown(reason='the recording is over')])],
        output='screen')


def actions(context):
    """The nodes, and the recording as soon as all of them are active or were given long enough."""
    pipeline = shared.mono if shared.value(context, 'pipeline') == 'mono' else shared.stereo
    processes = pipeline(context)
    nodes = {process for process in processes if isinstance(process, LifecycleNode)}
    waiting = set(nodes)
    playing = []

    def play(context):
        if not playing:
            playing.append(player(context))
            return list(playing)
        return []

    def active(context):
        waiting.discard(context.locals.event.action)
        return [] if waiting else play(context)

    def failed(event, _):
        if event.returncode and event.action in nodes:
            return [Shutdown(reason=f'{event.process_name} failed with {event.returncode}')]
        return []

    return [
        RegisterEventHandler(OnStateTransition(goal_state='active', entities=[OpaqueFunction(function=active)])),
        RegisterEventHandler(OnProcessExit(on_exit=failed)),
        *processes,
        TimerAction(period=float(shared.value(context, 'wait')), actions=[OpaqueFunction(function=play)])]


def generate_launch_description():
    return shared.description([
        DeclareLaunchArgument('bag', description='Recording: a rosbag2 folder.'),
        DeclareLaunchArgument(
            'pipeline', choices=['mono', 'stereo'], description='Whether one camera or a stereo pair is used.'),
        DeclareLaunchArgument('rate', default_value='1.0', description='Speed of the recording; 1.0 is its own.'),
        DeclareLaunchArgument(
            'wait', default_value='60.0',
            description='It begins when the node is active, that is, has loaded its network; after this many seconds '
                        'at the latest.'),
        shared.switch('loop', 'false', 'Whether it begins again at its end.'),
        *shared.mono_arguments(), *shared.stereo_arguments(),
        *shared.common_arguments(LaunchConfiguration('pipeline'), use_sim_time='true')], actions)
