"""What the launch files share: arguments of a Fathom node, and the processes that they describe."""

from pathlib import Path

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import LifecycleNode, Node

SHARE = Path(__file__).parent.parent

# Under the node's name; what RViz shows of them is in rviz/fathom.rviz.
PRODUCTS = [
    'depth/image_rect', 'depth/camera_info', 'depth/sigma', 'disparity', 'points', 'points/obstacles',
    'points/clearing']
CLOUDS = ['points', 'points/obstacles', 'points/clearing']


def switch(name, default, description):
    """An argument that is true or false."""
    return DeclareLaunchArgument(name, default_value=default, choices=['true', 'false'], description=description)


def override(name, description, choices=None):
    """An argument that wins over the parameter file where it is given."""
    return DeclareLaunchArgument(
        name, default_value='', choices=choices and ['', *choices],
        description=f'{description} Empty: as the parameter file says.')


def mono_arguments():
    """What one camera's launch files ask for."""
    return [
        DeclareLaunchArgument(
            'image', default_value='/camera/image_raw',
            description="The camera's images; a name that begins with image_rect means rectified ones."),
        DeclareLaunchArgument(
            'camera_info', default_value='', description='Its calibration. Empty: camera_info beside the images.')]


def stereo_arguments():
    """What a stereo pair's launch files ask for."""
    return [argument for side in ('left', 'right') for argument in (
        DeclareLaunchArgument(
            side, default_value=f'/{side}/image_raw',
            description=f"The {side} camera's images; a name that begins with image_rect means rectified ones."),
        DeclareLaunchArgument(
            f'{side}_info', default_value='', description='Its calibration. Empty: camera_info beside the images.'))]


def common_arguments(pipeline, use_sim_time='false'):
    """Arguments of every launch file; pipeline is what the default parameter file is named by."""
    return [
        DeclareLaunchArgument(
            'namespace', default_value='',
            description='Namespace of the node and of everything it publishes, such as robot1.'),
        DeclareLaunchArgument(
            'name', default_value='fathom',
            description='Name of the node; its topics stand under it, as in /fathom/points.'),
        DeclareLaunchArgument(
            'params_file', default_value=[f"{SHARE / 'config'}/", pipeline, '.yaml'],
            description='ROS parameter file. There is one by kind of robot in share/fathom/config/robots.'),
        override('model', 'Network: a name in share/fathom/models, or the folder of a SavedModel.'),
        override(
            'transport', 'How ROS is reached: through its own C library (rcl), by DDS without any ROS installation, '
            'through a workspace with rcljava; auto: the first of rcl and dds that is there.',
            ['auto', 'rcl', 'dds', 'rcljava']),
        override(
            'image_transport', 'Whether images come raw, or as JPEG or PNG on TOPIC/compressed; auto: raw, and '
            'compressed where only that is published.', ['auto', 'raw', 'compressed']),
        override(
            'autostart', 'Whether the node configures and activates itself; else a life cycle manager does, or '
            'ros2 lifecycle set.', ['true', 'false']),
        switch('use_sim_time', use_sim_time, 'Whether time comes from /clock: for simulators and recordings.'),
        DeclareLaunchArgument(
            'log_level', default_value='info', choices=['debug', 'info', 'warn', 'error', 'fatal'],
            description='Least severity that is logged.'),
        DeclareLaunchArgument(
            'processes', default_value='one', choices=['one', 'stage'],
            description='One process that hands images over without copying them, or a process for each stage: '
                        'depth and clouds.'),
        switch('gpu', 'false', "Whether TensorFlow's CUDA build is used; the workspace must have been built with it."),
        switch('respawn', 'false', 'Whether a process that ends is started again after two seconds.'),
        *rviz_arguments(),
    ]


def rviz_arguments():
    """Arguments that RViz is started by."""
    return [
        switch('rviz', 'false', 'Whether RViz shows image, depth, standard deviation and clouds.'),
        DeclareLaunchArgument(
            'rviz_config', default_value=str(SHARE / 'rviz' / 'fathom.rviz'),
            description='Configuration that RViz opens.'),
        DeclareLaunchArgument(
            'fixed_frame', default_value='',
            description="RViz's fixed frame; a camera without TF needs its own optical frame here. "
                        'Empty: as the RViz configuration says.'),
    ]


def value(context, name):
    """What an argument was given as."""
    return LaunchConfiguration(name).perform(context)


def fathom_node(context, pipeline, name, remappings, parameters):
    """One process; parameters win over the parameter file."""
    gpu = ['--gpu'] if value(context, 'gpu') == 'true' else []
    return LifecycleNode(
        package='fathom', executable='fathom', name=name, namespace=value(context, 'namespace'),
        arguments=[*gpu, 'node', pipeline],
        ros_arguments=['--log-level', value(context, 'log_level')],
        parameters=[value(context, 'params_file'), parameters],
        remappings=remappings,
        respawn=value(context, 'respawn') == 'true', respawn_delay=2.0,
        output='screen')


def nodes(context, pipeline, inputs, colour):
    """The processes of a pipeline; inputs are remappings of what it subscribes to, colour of what colours its points."""
    name = value(context, 'name')
    overrides = {'model' if pipeline == 'mono' else 'stereo.model': 'model', 'transport': 'transport',
                 'image_transport': 'image_transport'}
    given = {parameter: value(context, argument) for parameter, argument in overrides.items()}
    parameters = {parameter: text for parameter, text in given.items() if text}
    parameters['use_sim_time'] = value(context, 'use_sim_time') == 'true'
    if value(context, 'autostart'):
        parameters['autostart'] = value(context, 'autostart') == 'true'
    if value(context, 'processes') == 'one':
        return [fathom_node(context, pipeline, name, inputs, parameters)]
    clouds = [(f'~/{topic}', f'{name}/{topic}') for topic in CLOUDS]
    depth = [(topic, f'{name}/{topic}') for topic in ('depth/image_rect', 'depth/camera_info', 'depth/sigma')]
    return [
        fathom_node(context, pipeline, name, inputs, {**parameters, 'stages': 'depth'}),
        fathom_node(context, 'cloud', f'{name}_cloud', colour + depth + clouds, parameters)]


def camera(context, topic, image, info):
    """Remappings of one camera, from its topics' names in the node to those that two arguments give."""
    names = [(topic, value(context, image))]
    if value(context, info):
        names.append((f"{topic[:-len('image')]}camera_info", value(context, info)))
    return names


def mono(context):
    """Depth from one camera, and RViz on it."""
    inputs = camera(context, 'image', 'image', 'camera_info')
    return [*nodes(context, 'mono', inputs, inputs), rviz(context, value(context, 'image'))]


def stereo(context):
    """Depth from a stereo pair, and RViz on it."""
    inputs = [name for side in ('left', 'right') for name in camera(context, f'{side}/image', side, f'{side}_info')]
    colour = camera(context, 'image', 'left', 'left_info')
    return [*nodes(context, 'stereo', inputs, colour), rviz(context, value(context, 'left'))]


def products(context):
    """What the node publishes, by what it is under: absolute topics, whatever its name and namespace are."""
    parts = [value(context, 'namespace').strip('/'), value(context, 'name')]
    return {product: '/'.join(['', *filter(None, parts), product]) for product in PRODUCTS}


def rviz(context, image):
    """RViz on the node's topics."""
    frame = value(context, 'fixed_frame')
    return Node(
        package='rviz2', executable='rviz2', name='rviz2',
        arguments=['-d', value(context, 'rviz_config'), *(['-f', frame] if frame else [])],
        remappings=[('/camera/image_raw', image), *((f'/fathom/{p}', topic) for p, topic in products(context).items())],
        parameters=[{'use_sim_time': value(context, 'use_sim_time') == 'true'}],
        condition=IfCondition(LaunchConfiguration('rviz')), output='log')


def description(arguments, actions):
    """A launch description whose actions are made when its arguments are known."""
    return LaunchDescription([*arguments, OpaqueFunction(function=actions)])
