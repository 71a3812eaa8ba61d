import './styles/live.css';
import './live/live-switch';
