import 'htmx.org';
import './begin';
import './library';

// The figure is fetched only by pages that show one.
if (document.querySelector('exercise-figure') !== null) void import('./figure/exercise-figure');
