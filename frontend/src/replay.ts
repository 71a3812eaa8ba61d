import './styles/replay.css';
import './live/figure-replay';
