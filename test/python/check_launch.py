"""Checks launch files: check_launch.py FOLDER.

They compile; every argument has a description; and, where launch and launch_ros can be imported, they are launched, with
programs that write down how they were started in place of Fathom, RViz and ros2. What they wrote is compared with what
a user asked for. Prints a line a check and ends with 1 if one fails; says so where launch is not there.
"""

import ast
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

RECORDER = '''#!{python}
import json, os, sys
from pathlib import Path
with open(os.environ['STARTED'], 'a') as out:
    files = [Path(a).read_text() for a, b in zip(sys.argv[1:], sys.argv) if b == '--params-file']
    out.write(json.dumps({{'program': os.path.basename(sys.argv[0]), 'arguments': sys.argv[1:], 'files': files}}) + chr(10))
sys.exit(int(os.environ.get('FAIL_' + os.path.basename(sys.argv[0]), 0)))
'''


class Started:
    """One process as it was started."""

    def __init__(self, line):
        started = json.loads(line)
        self.program = started['program']
        self.arguments = started['arguments']
        own = [*self.arguments, '--ros-args']
        self.own = own[:own.index('--ros-args')]
        following = list(zip(self.arguments, self.arguments[1:]))
        self.remappings = dict(value.split(':=', 1) for option, value in following if option == '-r')
        self.files = started['files']
        self.params_files = [value for option, value in following if option == '--params-file']
        self.log_levels = [value for option, value in following if option == '--log-level']

    def topics(self):
        """Remappings of topics."""
        return {name: to for name, to in self.remappings.items() if not name.startswith('__')}

    def parameters(self):
        """Parameters by name; the last one given wins."""
        import yaml
        merged = {}
        for text in self.files:
            for node in yaml.safe_load(text).values():
                merged.update(flat(node['ros__parameters']))
        return merged


def flat(mapping, prefix=''):
    """Nested names joined by dots."""
    names = {}
    for key, inner in mapping.items():
        names.update(flat(inner, f'{prefix}{key}.') if isinstance(inner, dict) else {f'{prefix}{key}': inner})
    return names


def prefix_with_recorders(folder):
    """An install space whose programs only write down how they were started."""
    for package, program in (('fathom', 'fathom'), ('rviz2', 'rviz2')):
        marker = folder / 'share' / 'ament_index' / 'resource_index' / 'packages' / package
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
        recorder(folder / 'lib' / package / program)
    recorder(folder / 'bin' / 'ros2')


def recorder(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RECORDER.format(python=sys.executable))
    path.chmod(0o755)


def launch(file, **arguments):
    """Launches a file until all that it started has ended; gives what was started, by program."""
    from launch import LaunchService
    from launch.actions import IncludeLaunchDescription
    from launch.launch_description_sources import PythonLaunchDescriptionSource
    record = Path(os.environ['STARTED'])
    record.write_text('')
    service = LaunchService(noninteractive=True)
    service.include_launch_description(IncludeLaunchDescription(
        PythonLaunchDescriptionSource(str(file)), launch_arguments=list(arguments.items())))
    code = service.run()
    assert code == 0, f'{file.name} {arguments} ended with {code}'
    return [Started(line) for line in record.read_text().splitlines()]


def only(started, program):
    found = [s for s in started if s.program == program]
    assert len(found) == 1, f'one {program}, found {[s.arguments for s in started]}'
    return found[0]


def equal(found, expected):
    assert found == expected, f'expected {expected!r}, found {found!r}'


def compiles(file):
    tree = ast.parse(file.read_text(), str(file))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert 'generate_launch_description' in names, f'functions {names}'
    assert ast.get_docstring(tree), 'no description'


def arguments_are_described(file):
    from launch.launch_description_sources import get_launch_description_from_python_launch_file
    declared = get_launch_description_from_python_launch_file(str(file)).get_launch_arguments()
    names = [argument.name for argument in declared]
    equal(len(names), len(set(names)))
    for argument in declared:
        assert len(argument.description.split()) >= 3, f'{argument.name}: {argument.description!r}'
    for name in ('namespace', 'params_file', 'model', 'transport', 'use_sim_time', 'autostart', 'rviz', 'log_level'):
        assert name in names, f'no argument {name}'


def one_camera_by_default(folder):
    node = only(launch(folder / 'depth.launch.py'), 'fathom')
    equal(node.own, ['node', 'mono'])
    equal(node.remappings['__node'], 'fathom')
    equal(node.remappings.get('__ns', '/'), '/')
    equal(node.topics(), {'image': '/camera/image_raw'})
    equal(node.params_files[0], str(folder.parent / 'config' / 'mono.yaml'))
    equal(node.parameters()['use_sim_time'], False)
    equal(node.log_levels, ['info'])


def every_argument_arrives(folder):
    node = only(launch(
        folder / 'depth.launch.py', namespace='robot1', name='eye', image='/cam/color/image_rect', model='unet_rt',
        camera_info='/cam/info', params_file=str(folder.parent / 'config' / 'robots' / 'drone.yaml'), transport='dds',
        image_transport='compressed', use_sim_time='true', autostart='false', log_level='debug', gpu='true'), 'fathom')
    equal(node.own, ['--gpu', 'node', 'mono'])
    equal(node.remappings, {'__node': 'eye', '__ns': '/robot1', 'image': '/cam/color/image_rect',
                            'camera_info': '/cam/info'})
    equal(node.log_levels, ['debug'])
    given = node.parameters()
    for name, expected in (('model', 'unet_rt'), ('transport', 'dds'), ('image_transport', 'compressed'),
                           ('use_sim_time', True), ('autostart', False), ('stereo.num_disparities', 96)):
        equal(given[name], expected)


def a_stereo_pair(folder):
    node = only(launch(folder / 'stereo.launch.py', left='/l/image', right='/r/image', right_info='/r/info',
                       model='fathom_stereo'), 'fathom')
    equal(node.own, ['node', 'stereo'])
    equal(node.topics(), {'left/image': '/l/image', 'right/image': '/r/image', 'right/camera_info': '/r/info'})
    equal(node.parameters()['stereo.model'], 'fathom_stereo')
    equal(node.params_files[0], str(folder.parent / 'config' / 'stereo.yaml'))


def a_process_a_stage(folder):
    depth, clouds = sorted(
        launch(folder / 'stereo.launch.py', processes='stage', namespace='robot1'), key=lambda s: s.remappings['__node'])
    equal((depth.own, clouds.own), (['node', 'stereo'], ['node', 'cloud']))
    equal((depth.remappings['__node'], clouds.remappings['__node']), ('fathom', 'fathom_cloud'))
    equal(depth.parameters()['stages'], 'depth')
    equal(clouds.remappings['depth/image_rect'], 'fathom/depth/image_rect')
    equal(clouds.remappings['~/points/obstacles'], 'fathom/points/obstacles')
    equal((depth.remappings['left/image'], clouds.remappings['image']), ('/left/image_raw', '/left/image_raw'))


def rviz_on_a_robots_topics(folder):
    started = launch(folder / 'depth.launch.py', rviz='true', namespace='robot1', name='eye', fixed_frame='odom',
                     image='/cam/image_raw')
    rviz = only(started, 'rviz2')
    equal(rviz.own, ['-d', str(folder.parent / 'rviz' / 'fathom.rviz'), '-f', 'odom'])
    equal(rviz.remappings['/fathom/points/obstacles'], '/robot1/eye/points/obstacles')
    equal(rviz.remappings['/camera/image_raw'], '/cam/image_raw')
    import yaml
    shown = yaml.safe_load((folder.parent / 'rviz' / 'fathom.rviz').read_text())['Visualization Manager']['Displays']
    for topic in (display['Topic']['Value'] for display in shown if 'Topic' in display):
        assert topic in rviz.remappings, f'{topic} of fathom.rviz is not remapped'


def a_recording_ends_the_launch(folder):
    started = launch(folder / 'replay.launch.py', bag='/data/drive', pipeline='stereo', rate='0.5', loop='true', wait='0.5')
    player = only(started, 'ros2')
    equal(player.arguments[:9], ['bag', 'play', '/data/drive', '--clock', '100', '--rate', '0.5',
                                 '--disable-keyboard-controls', '--loop'])
    equal(player.arguments[9], '--remap')
    assert '/fathom/points:=/recorded/fathom/points' in player.arguments, player.arguments
    node = only(started, 'fathom')
    equal(node.own, ['node', 'stereo'])
    equal(node.parameters()['use_sim_time'], True)
    equal(node.params_files[0], str(folder.parent / 'config' / 'stereo.yaml'))


def a_node_that_fails_ends_the_replay(folder):
    os.environ['FAIL_fathom'] = '3'
    try:
        started = launch(folder / 'replay.launch.py', bag='/data/drive', pipeline='mono', wait='600')
    finally:
        del os.environ['FAIL_fathom']
    equal([s.program for s in started], ['fathom'])


def check(name, function, *arguments):
    try:
        function(*arguments)
        print(f'ok      {name}')
        return True
    except Exception:
        print(f'FAILED  {name}\n{traceback.format_exc()}')
        return False


def main(folder):
    files = sorted(folder.glob('*.launch.py'))
    assert files, f'no launch files in {folder}'
    results = [check(f'{file.name} compiles', compiles, file) for file in files]
    try:
        import launch_ros.actions  # noqa: F401
    except ImportError as absent:
        print(f'skipped: launch files are not launched ({absent})')
        return all(results)
    with tempfile.TemporaryDirectory() as temporary:
        prefix_with_recorders(Path(temporary))
        os.environ['AMENT_PREFIX_PATH'] = f"{temporary}:{os.environ.get('AMENT_PREFIX_PATH', '')}"
        os.environ['PATH'] = f"{temporary}/bin:{os.environ['PATH']}"
        os.environ['STARTED'] = f'{temporary}/started'
        os.environ.setdefault('ROS_LOG_DIR', f'{temporary}/log')
        results += [check(f'{file.name} describes its arguments', arguments_are_described, file) for file in files]
        for scenario in (one_camera_by_default, every_argument_arrives, a_stereo_pair, a_process_a_stage,
                         rviz_on_a_robots_topics, a_recording_ends_the_launch, a_node_that_fails_ends_the_replay):
            results.append(check(scenario.__name__.replace('_', ' '), scenario, folder))
    return all(results)


if __name__ == '__main__':
    sys.exit(0 if main(Path(sys.argv[1]).resolve()) else 1)
