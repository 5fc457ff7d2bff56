fn main() {
    for file in std::env::args().skip(1) {
        let day: cover::Instance = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let start = std::time::Instant::now();
        let s = cover::solve(&day, cover::Limits::NONE, &mut || start.elapsed().as_secs() > 0).unwrap();
        println!("{file} {:?} {} {} nodes {} it {} {:.2} ms", s.status, s.objective, s.bound, s.nodes, s.iterations, start.elapsed().as_secs_f64()*1e3);
    }
}
