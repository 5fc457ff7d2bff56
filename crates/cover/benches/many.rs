//! temp
use cover::generate::{self, Shape};
fn main(){
 let a:Vec<String>=std::env::args().collect();
 let lo:u64=a[2].parse().unwrap(); let hi:u64=a[3].parse().unwrap(); let lim:u64=a[4].parse().unwrap();
 for (n,shape) in [("o",Shape::ordinary_day()),("b",Shape::bad_day()),("v",Shape::very_large_day())]{
  if !a[1].contains(n){continue;}
  let mut t=vec![];
  for seed in lo..hi{ let d=generate::day(&shape,seed); if hi==lo+1 {std::fs::write("/tmp/one.json",serde_json::to_vec(&d).unwrap()).unwrap();} let s=std::time::Instant::now(); let r=cover::solve(&d,cover::Limits::NONE,&mut||s.elapsed().as_millis() as u64>lim).unwrap(); let ms=s.elapsed().as_secs_f64()*1e3; t.push((ms,seed,r.nodes,r.iterations,r.gap(),r.objective,r.uncovered.len(),d.candidates.len()));}
  t.sort_by(|a,b|a.0.total_cmp(&b.0)); let k=t.len(); println!("{n} median {:?}\n p90 {:?}\n max",t[k/2],t[k*9/10]); for x in &t[k-k.min(5)..]{println!("   {x:?}");}
 }
}
