import './styles/keep.css';
import './live/figure-keeper';
