import './styles/watch.css';
import './live/live-person';
