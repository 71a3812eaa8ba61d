import './app';
import './styles/coach.css';
import './coach/camera-check';
